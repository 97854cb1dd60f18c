// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suspend]
// EXPECT: stage 1 `thread_lock`
// EXPECT: stage 2 `session`
// EXPECT: acquire it inside

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct address {};

struct configuration {
    address enter() { return {}; }
    void exit() {}
};

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() {}
};

struct session {
    awaitable<int> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

int main() {
    auto const lock = [] { return thread_lock{}; };
    auto const connect = [](address const&) { return session{}; };
#ifdef FIXED
    auto p = ambit::scope(configuration{}) | ambit::scope(connect) | ambit::scope(lock);
#else
    auto p = ambit::scope(configuration{}) | ambit::scope(lock) | ambit::scope(connect);
#endif
    (void)ambit::check(p >> [](int&) { return 1; });
}
