// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `step<0>`
// EXPECT: stage 16 `step<16>`
// EXPECT: stage 31 `step<31>`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

template <>
struct step<0> {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

#ifndef FIXED
struct ignoring {
    using properties = ambit::properties<ambit::suppresses<int>>;
    void enter() {}
    void exit() {}
};

template <>
struct step<16> : ignoring {};

template <>
struct step<31> : ignoring {};
#endif

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    ambit::run(steps(std::make_integer_sequence<int, 32>()) >> [] {});
}
