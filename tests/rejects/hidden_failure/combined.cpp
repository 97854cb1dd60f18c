// SPDX-License-Identifier: BSL-1.0
// Each part is sound alone; together the second hides failures from the first.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 1 `transaction`
// EXPECT: stage 3 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses<int>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto storage = ambit::scope(audit_log{}) | ambit::scope(transaction{});
    auto tolerant = ambit::scope(audit_log{}) | ambit::scope(ignoring{});
    ambit::check(storage);
    ambit::check(tolerant);
#ifdef FIXED
    ambit::run(tolerant | storage >> [] {});
#else
    ambit::run(storage | tolerant >> [] {});
#endif
}
