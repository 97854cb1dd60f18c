// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.error]
// EXPECT: stage 7 `step<7>`
// EXPECT: `int`, cannot carry
// EXPECT: let the body return an expected-like type

#include "../support/expected.hpp"
#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

#ifndef FIXED
template <>
struct step<7> {
    expected<char, int> enter() { return 'c'; }
    void exit() {}
};
#endif

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    int const n = ambit::run(steps(std::make_integer_sequence<int, 8>()) >> [] { return 1; }) + 1;
    return n - 2;
}
