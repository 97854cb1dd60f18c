// SPDX-License-Identifier: BSL-1.0
// Every stage is synchronous; the body is not. Run as it is, nobody would await what it returns.
// EXPECT: [ambit.async]
// EXPECT: the body returns the awaitable `awaitable<int>`
// EXPECT: run it with async_run

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

#ifdef FIXED
int fetch() { return 1; }
#else
awaitable<int> fetch() { return {}; }
#endif

int main() { (void)ambit::run(ambit::scope(audit_log{}) >> fetch); }
