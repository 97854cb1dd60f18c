// SPDX-License-Identifier: BSL-1.0
// `p | block` puts p outside the block, whose own stages may need what p has.
// EXPECT: [ambit.needs]
// EXPECT: stage 2 `transaction`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `connection` outside

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto block = ambit::scope(transaction{}) >> [] { return 1; };
#ifdef FIXED
    auto outside = ambit::scope(database{}, audit_log{});
#else
    auto outside = ambit::scope(audit_log{}, audit_log{});
#endif
    return ambit::run(outside | block) + 1 - 2;
}
