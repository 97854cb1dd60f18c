// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `vendor::cursor`
// EXPECT: vendor::connection
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is

#include <ambit/ambit.hpp>

namespace vendor {
struct connection {};
struct database {};
struct cursor {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::database> {
    static vendor::connection enter(vendor::database&) { return {}; }
    static void exit(vendor::database&) {}
};

template <>
struct ambit::manager_traits<vendor::cursor> {
    using properties = ambit::properties<ambit::needs<vendor::connection const&>>;
    static void enter(vendor::cursor&) {}
    static void exit(vendor::cursor&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto inside = ambit::scope(vendor::cursor{}) >> [] {};
#ifdef FIXED
    ambit::run(ambit::scope(vendor::database{}) | inside);
#else
    ambit::run(ambit::scope(audit_log{}) | inside);
#endif
}
