// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 20 `step<20>`
// EXPECT: has an enter(), but no exit that takes

#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

#ifndef FIXED
template <>
struct step<20> {
    void enter() {}
};
#endif

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    ambit::run(steps(std::make_integer_sequence<int, 32>()) >> [] {});
}
