// SPDX-License-Identifier: BSL-1.0
// Two rules are violated: the first of the table is reported, alone.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `table_lock`
// ABSENT: [ambit.lock_order]
// ABSENT: [ambit.exclusive]

#include <ambit/ambit.hpp>

struct table {};
struct disk {};

struct open_table {
    table enter() { return {}; }
    void exit() {}
};

struct index_lock {
    using properties = ambit::properties<ambit::lock_level<2>, ambit::exclusive<disk>>;
    void enter() {}
    void exit() {}
};

struct table_lock {
#ifdef FIXED
    using properties = ambit::properties<ambit::needs<table>, ambit::lock_level<3>>;
#else
    using properties =
        ambit::properties<ambit::needs<table>, ambit::lock_level<1>, ambit::exclusive<disk>>;
#endif
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(open_table{}, index_lock{}, table_lock{}) >> [] {});
#else
    ambit::run(ambit::scope(index_lock{}, table_lock{}, open_table{}) >> [] {});
#endif
}
