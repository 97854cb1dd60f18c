// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.result]
// EXPECT: stage 0 `audit_log`
// EXPECT: report
// EXPECT: can suppress a failure
// EXPECT: make these exits noexcept

#include <ambit/ambit.hpp>

struct report {
    report() = default;
    report(report const&) = delete;
};

struct audit_log {
    void enter() {}
    void exit() noexcept {}
};

int main() {
#ifdef FIXED
    auto log = audit_log{};
#else
    auto log = ambit::with<ambit::suppresses<int>>(audit_log{});
#endif
    (void)ambit::check(ambit::scope(log) | ambit::scope(audit_log{}) >> [] { return report(); });
}
