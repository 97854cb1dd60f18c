// SPDX-License-Identifier: BSL-1.0
// What is needed is named exactly: a class derived from it is another resource.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `migration`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `connection` outside

#include <ambit/ambit.hpp>

struct connection {};
struct pooled_connection : connection {};

struct database {
    pooled_connection enter() { return {}; }
    void exit() {}
};

struct migration {
#ifdef FIXED
    using properties = ambit::properties<ambit::needs<pooled_connection>>;
#else
    using properties = ambit::properties<ambit::needs<connection>>;
#endif
    void enter() {}
    void exit() {}
};

int main() { (void)ambit::check(ambit::scope(database{}) | ambit::scope(migration{})); }
