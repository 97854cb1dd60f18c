// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 1
// EXPECT: bracket
// EXPECT: token
// EXPECT: stage 2 `login` has it, but comes later: move it outwards

#include <ambit/ambit.hpp>

struct token {};

struct login {
    token enter() { return {}; }
    void exit(token&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto call = ambit::with<ambit::needs<token>>(ambit::bracket([] {}, [] {}));
#ifdef FIXED
    ambit::run(ambit::scope(login{}) | ambit::scope(call) | ambit::scope(audit_log{}) >> [] {});
#else
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(call) | ambit::scope(login{}) >> [] {});
#endif
}
