// SPDX-License-Identifier: BSL-1.0
// Two threads that take the same two locks in opposite orders may wait for each other for ever.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 0 `stock_lock`
// EXPECT: stage 1 `order_lock`
// EXPECT: has lock_level 10 inside
// EXPECT: with 20
// EXPECT: lowest outside

#include <ambit/ambit.hpp>

struct order_lock {
    using properties = ambit::properties<ambit::lock_level<10>>;
    void enter() {}
    void exit() {}
};

struct stock_lock {
    using properties = ambit::properties<ambit::lock_level<20>>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    return ambit::run(ambit::scope(order_lock{}) | ambit::scope(stock_lock{}) >> [] { return 0; });
#else
    return ambit::run(ambit::scope(stock_lock{}) | ambit::scope(order_lock{}) >> [] { return 0; });
#endif
}
