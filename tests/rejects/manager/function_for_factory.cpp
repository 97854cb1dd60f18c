// SPDX-License-Identifier: BSL-1.0
// A function that is meant to run first is neither a manager nor makes one.
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: factory
// EXPECT: void
// EXPECT: what it returns is no manager

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

#ifdef FIXED
audit_log start() { return {}; }
#else
void start() {}
#endif

int main() {
    ambit::run(ambit::scope(start) | ambit::scope(audit_log{}) >> [] {});
}
