// SPDX-License-Identifier: BSL-1.0
// Every offender is named, so that one compilation shows all there is to mend.
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `settings`
// EXPECT: stage 3 `colour`
// EXPECT: has no enter()
// EXPECT: has an enter(), but no exit that takes

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct settings {
#ifdef FIXED
    void enter() {}
#endif
    void exit() {}
};

struct colour {
    void enter() {}
#ifdef FIXED
    void exit() {}
#endif
};

int main() {
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(settings{}) | ambit::scope(audit_log{}) |
               ambit::scope(colour{}) >> [] {});
}
