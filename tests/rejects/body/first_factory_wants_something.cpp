// SPDX-License-Identifier: BSL-1.0
// Nothing is outside the first stage.
// EXPECT: [ambit.body]
// EXPECT: the factory at stage 0
// EXPECT: address
// EXPECT: there are no resources
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct address {};

struct audit_log {
    void enter() {}
    void exit() {}
};

audit_log connect(address&) { return {}; }

audit_log start() { return {}; }

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(start) | ambit::scope(audit_log{}) >> [] {});
#else
    ambit::run(ambit::scope(connect) | ambit::scope(audit_log{}) >> [] {});
#endif
}
