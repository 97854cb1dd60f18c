// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 0 `transaction`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `connection` outside

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(database{}) | ambit::scope(transaction{});
#else
    auto p = ambit::scope(transaction{});
#endif
    ambit::check(p);
}
