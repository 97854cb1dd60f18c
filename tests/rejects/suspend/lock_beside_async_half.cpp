// SPDX-License-Identifier: BSL-1.0
// The two of one stage are entered together: one may suspend while the other holds its lock.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0
// EXPECT: thread_bound by one of its managers while the other may suspend

#include <ambit/coroutine.hpp>

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() noexcept {}
};

struct session {
    ambit::task<> async_enter() { co_return; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(session{}) | ambit::scope(thread_lock{});
#else
    auto p = ambit::scope(ambit::both(session{}, thread_lock{}));
#endif
    ambit::sync_wait(ambit::async_run(p >> [] {}));
}
