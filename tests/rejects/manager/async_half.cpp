// SPDX-License-Identifier: BSL-1.0
// Both halves of an asynchronous manager are needed, as of a synchronous one.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `session`
// EXPECT: has an async_enter(), but no async_exit that takes
// EXPECT: R being `int`

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct session {
    awaitable<int> async_enter() { return {}; }
#ifdef FIXED
    awaitable<> async_exit() { return {}; }
#endif
};

int main() { (void)ambit::check(ambit::scope(session{})); }
