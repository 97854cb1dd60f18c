// SPDX-License-Identifier: BSL-1.0
// The transaction would begin before the database that it belongs to is open.
// EXPECT: [ambit.needs]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 1 `database`
// EXPECT: comes later: move it outwards

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
    auto const body = [](connection&) { return 1; };
#ifdef FIXED
    int const rows = ambit::run(ambit::scope(database{}) | ambit::scope(transaction{}) >> body);
#else
    int const rows = ambit::run(ambit::scope(transaction{}) | ambit::scope(database{}) >> body);
#endif
    return rows - 1;
}
