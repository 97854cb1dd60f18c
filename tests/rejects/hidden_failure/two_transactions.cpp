// SPDX-License-Identifier: BSL-1.0
// The suppressing stage in the middle hides failures from the outer transaction, not the inner.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 1 `outer_transaction`
// EXPECT: stage 2 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct outer_transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

struct inner_transaction {
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
#ifdef FIXED
    ambit::run(ambit::scope(audit_log{}, ignoring{}, outer_transaction{}, inner_transaction{}) >>
               [] {});
#else
    ambit::run(ambit::scope(audit_log{}, outer_transaction{}, ignoring{}, inner_transaction{}) >>
               [] {});
#endif
}
