// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 1 `transaction`
// EXPECT: stage 2 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::transactional, ambit::needs<connection>>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses<int>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto const begin = [](connection&) { return transaction{}; };
    auto const ignore = [](connection&) { return ignoring{}; };
#ifdef FIXED
    auto p = ambit::scope(database{}) | ambit::scope(ignore) | ambit::scope(begin);
#else
    auto p = ambit::scope(database{}) | ambit::scope(begin) | ambit::scope(ignore);
#endif
    (void)ambit::check(p >> [](connection&) {});
}
