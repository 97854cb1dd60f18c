// SPDX-License-Identifier: BSL-1.0
// A `with` that says nothing of suppression, between the two that do, hides neither.
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `audit_log`
// EXPECT: suppress more by with<
// EXPECT: name only types that it declares

#include <ambit/ambit.hpp>

struct timeout {};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto tolerant = ambit::with<ambit::suppresses<timeout>>(audit_log{});
    auto bound = ambit::with<ambit::thread_bound>(tolerant);
#ifdef FIXED
    auto log = ambit::with<ambit::lock_level<1>>(bound);
#else
    auto log = ambit::with<ambit::lock_level<1>, ambit::suppresses_everything>(bound);
#endif
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(log) >> [] {});
}
