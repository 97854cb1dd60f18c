// SPDX-License-Identifier: BSL-1.0
// Locks of one level have no order among themselves.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 0 `account_lock`
// EXPECT: stage 2 `customer_lock`
// EXPECT: has lock_level 1 inside
// EXPECT: with 1
// EXPECT: lowest outside

#include <ambit/ambit.hpp>

struct account_lock {
    using properties = ambit::properties<ambit::lock_level<1>>;
    void enter() {}
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct customer_lock {
#ifdef FIXED
    using properties = ambit::properties<ambit::lock_level<2>>;
#else
    using properties = ambit::properties<ambit::lock_level<1>>;
#endif
    void enter() {}
    void exit() {}
};

int main() {
    (void)ambit::check(ambit::scope(account_lock{}) | ambit::scope(audit_log{}) |
                       ambit::scope(customer_lock{}));
}
