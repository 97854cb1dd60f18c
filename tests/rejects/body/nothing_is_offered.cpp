// SPDX-License-Identifier: BSL-1.0
// A void enter gives the body no argument.
// EXPECT: [ambit.body]
// EXPECT: connection
// EXPECT: the body
// EXPECT: there are no resources
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    return ambit::run(ambit::scope(audit_log{}) >> [] { return 0; });
#else
    return ambit::run(ambit::scope(audit_log{}) >> [](connection&) { return 0; });
#endif
}
