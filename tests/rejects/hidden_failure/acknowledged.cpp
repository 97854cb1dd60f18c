// SPDX-License-Identifier: BSL-1.0
// The inner stage may say that it means it.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 2 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct ignoring {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses_everything,
                                         ambit::acknowledges<ambit::rules::hidden_failure>>;
#else
    using properties = ambit::properties<ambit::suppresses_everything>;
#endif
    void enter() {}
    bool exit(ambit::outcome const&) { return true; }
};

int main() {
    auto p = ambit::scope(transaction{}) | ambit::scope(audit_log{}) | ambit::scope(ignoring{}) |
             ambit::scope(audit_log{});
    ambit::check(p);
}
