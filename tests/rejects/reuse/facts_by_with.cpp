// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.reuse]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: stage 2 `audit_log`
// EXPECT: let a factory make the manager

#include <ambit/ambit.hpp>
#include <utility>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto once = ambit::with<ambit::single_use>(ambit::bracket([] {}, [] {}));
    auto block = ambit::scope(once) | ambit::scope(audit_log{}) |
                 ambit::scope(ambit::with<ambit::single_use>(audit_log{})) >> [] {};
#ifdef FIXED
    ambit::run(std::move(block));
#else
    ambit::run(block);
#endif
}
