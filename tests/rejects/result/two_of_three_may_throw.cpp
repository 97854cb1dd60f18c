// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.result]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: stage 2 `vendor::timer`
// EXPECT: may throw from its exit
// EXPECT: make these exits noexcept

#include <ambit/ambit.hpp>

namespace vendor {
struct timer {};
}  // namespace vendor

#ifdef FIXED
constexpr bool quiet = true;
#else
constexpr bool quiet = false;
#endif

template <>
struct ambit::manager_traits<vendor::timer> {
    static void enter(vendor::timer&) {}
    static void exit(vendor::timer&) noexcept(quiet) {}
};

struct report {
    report() = default;
    report(report const&) = delete;
};

struct audit_log {
    void enter() {}
    void exit() noexcept {}
};

int main() {
    auto undo = ambit::bracket([] { return 1; }, [](int&) noexcept(quiet) {});
    (void)ambit::check(ambit::scope(undo) | ambit::scope(audit_log{}) |
                       ambit::scope(vendor::timer{}) >> [] { return report(); });
}
