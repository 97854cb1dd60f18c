// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: stage 1 `audit_log`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto undo = ambit::with<ambit::transactional>(
        ambit::bracket([] { return 0; }, [](int&, ambit::outcome const&) {}));
#ifdef FIXED
    auto log =
        ambit::with<ambit::suppresses<int>, ambit::acknowledges<ambit::rules::hidden_failure>>(
            audit_log{});
#else
    auto log = ambit::with<ambit::suppresses<int>>(audit_log{});
#endif
    ambit::run(ambit::scope(undo) | ambit::scope(log) >> [] {});
}
