// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.async]
// EXPECT: stage 0 `client`
// EXPECT: stage 2 `session`
// EXPECT: run it with async_run

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct client {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

struct session {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit(ambit::outcome const&) { return {}; }
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    (void)ambit::check(ambit::scope(client{}, audit_log{}, session{}) >> [] {});
#else
    ambit::run(ambit::scope(client{}, audit_log{}, session{}) >> [] {});
#endif
}
