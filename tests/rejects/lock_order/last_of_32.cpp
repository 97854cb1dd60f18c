// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.lock_order]
// EXPECT: stage 30 `level<30>`
// EXPECT: stage 31 `level<7>`
// EXPECT: has lock_level 7 inside
// EXPECT: with 30
// EXPECT: lowest outside

#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct level {
    using properties = ambit::properties<ambit::lock_level<N>>;
    void enter() {}
    void exit() {}
};

template <int... N>
auto levels(std::integer_sequence<int, N...>) {
    return ambit::scope(level<N>{}...);
}

int main() {
    auto outer = levels(std::make_integer_sequence<int, 31>());
#ifdef FIXED
    ambit::run(outer | ambit::scope(level<31>{}) >> [] {});
#else
    ambit::run(outer | ambit::scope(level<7>{}) >> [] {});
#endif
}
