// SPDX-License-Identifier: BSL-1.0
// One of the two is asynchronous, so that both are awaited.
// EXPECT: [ambit.suspend]
// EXPECT: stage 1 `thread_lock`
// EXPECT: stage 2
// EXPECT: acquire it inside

#include <ambit/coroutine.hpp>

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() noexcept {}
};

struct counter {
    int enter() { return 1; }
    void exit() noexcept {}
};

struct session {
    ambit::task<> async_enter() { co_return; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
    auto two = ambit::both(counter{}, session{});
#ifdef FIXED
    auto p = ambit::scope(counter{}) | ambit::scope(two) | ambit::scope(thread_lock{});
#else
    auto p = ambit::scope(counter{}) | ambit::scope(thread_lock{}) | ambit::scope(two);
#endif
    auto block = p >> [](int& a, int& b) { return a + b; };
    return ambit::sync_wait(ambit::async_run(block)) - 2;
}
