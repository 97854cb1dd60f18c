// SPDX-License-Identifier: BSL-1.0
// The refused call still has a value, which may be used.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 1 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

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
    auto const body = [] { return 1; };
#ifdef FIXED
    auto rows = ambit::run(ambit::scope(ignoring{}) | ambit::scope(transaction{}) >> body);
#else
    auto rows = ambit::run(ambit::scope(transaction{}) | ambit::scope(ignoring{}) >> body);
#endif
    return rows ? 0 : 1;
}
