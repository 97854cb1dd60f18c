// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.async]
// EXPECT: stage 1 `session`
// EXPECT: run it with async_run

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct address {};

struct configuration {
    address enter() { return {}; }
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct session {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

int main() {
#ifdef FIXED
    auto const connect = [](address&) { return audit_log{}; };
#else
    auto const connect = [](address&) { return session{}; };
#endif
    auto block = ambit::scope(configuration{}) | ambit::scope(connect) >> [](address&) {};
    ambit::run(block);
}
