// SPDX-License-Identifier: BSL-1.0
// Each part keeps its order; put together they do not.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 1 `level<4>`
// EXPECT: stage 2 `level<3>`
// EXPECT: has lock_level 3 inside
// EXPECT: with 4
// EXPECT: lowest outside

#include <ambit/ambit.hpp>

template <int N>
struct level {
    using properties = ambit::properties<ambit::lock_level<N>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto outer = ambit::scope(level<1>{}) | ambit::scope(level<4>{});
#ifdef FIXED
    auto inner = ambit::scope(level<5>{}) | ambit::scope(level<6>{});
#else
    auto inner = ambit::scope(level<3>{}) | ambit::scope(level<6>{});
#endif
    ambit::run(outer | inner >> [] {});
}
