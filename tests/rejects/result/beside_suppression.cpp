// SPDX-License-Identifier: BSL-1.0
// After a suppression there is no report, and an optional one cannot be made of what cannot move.
// EXPECT: [ambit.result]
// EXPECT: stage 1 `ignoring`
// EXPECT: report
// EXPECT: can suppress a failure
// EXPECT: make these exits noexcept

#include <ambit/ambit.hpp>

struct report {
    int lines;
    explicit report(int n) : lines(n) {}
#ifdef FIXED
    report(report&&) = default;
#else
    report(report&&) = delete;
#endif
};

struct audit_log {
    void enter() {}
    void exit() noexcept {}
};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses_everything>;
    void enter() {}
    void exit() noexcept {}
};

int main() {
    (void)ambit::run(ambit::scope(audit_log{}) |
                     ambit::scope(ignoring{}) >> [] { return report(3); });
}
