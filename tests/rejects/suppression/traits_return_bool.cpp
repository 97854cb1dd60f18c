// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `vendor::session`
// EXPECT: suppresses<

#include <ambit/ambit.hpp>

namespace vendor {
struct session {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::session> {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses_everything>;
#endif
    static void enter(vendor::session&) {}
    static bool exit(vendor::session&, ambit::outcome const&) { return true; }
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(vendor::session{}) |
               ambit::scope(audit_log{}) >> [] {});
}
