// SPDX-License-Identifier: BSL-1.0
// A blocking enter in an asynchronous run holds up every other coroutine of its thread.
// EXPECT: [ambit.suspend]
// EXPECT: stage 1 `database`
// EXPECT: is blocking
// EXPECT: use a manager with an asynchronous form

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct session {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

struct database {
    using properties = ambit::properties<ambit::blocking>;
    void enter() {}
    void exit() {}
#ifdef FIXED
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
#endif
};

int main() { (void)ambit::check(ambit::scope(session{}) | ambit::scope(database{})); }
