// SPDX-License-Identifier: BSL-1.0
// Every stage is synchronous; what the run awaits while the lock is held is the body's.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0 `thread_lock`
// EXPECT: encloses the awaitable body
// EXPECT: acquire it inside

#include <ambit/coroutine.hpp>

struct thread_lock {
#ifndef FIXED
    using properties = ambit::properties<ambit::thread_bound>;
#endif
    void enter() {}
    void exit() noexcept {}
};

ambit::task<int> fetch() { co_return 1; }

int main() {
    auto block = ambit::scope(thread_lock{}) >> [] { return fetch(); };
    return ambit::sync_wait(ambit::async_run<ambit::task>(block)) - 1;
}
