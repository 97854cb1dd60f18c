// SPDX-License-Identifier: BSL-1.0
// If the exit throws, the result that already stands in the caller's storage has to be dropped.
// EXPECT: [ambit.result]
// EXPECT: stage 0 `audit_log`
// EXPECT: report
// EXPECT: may throw from its exit
// EXPECT: make these exits noexcept

#include <ambit/ambit.hpp>

struct report {
    int lines;
    explicit report(int n) : lines(n) {}
    report(report&&) = delete;
};

struct audit_log {
    void enter() {}
#ifdef FIXED
    void exit() noexcept {}
#else
    void exit() {}
#endif
};

int main() {
    return ambit::run(ambit::scope(audit_log{}) >> [] { return report(3); }).lines - 3;
}
