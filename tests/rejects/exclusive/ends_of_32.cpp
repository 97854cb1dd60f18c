// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.exclusive]
// EXPECT: serial_port
// EXPECT: stage 0 `first_owner`, stage 31 `second_owner` carry the same
// EXPECT: remove one of them

#include <ambit/ambit.hpp>
#include <utility>

struct serial_port {};

struct first_owner {
    using properties = ambit::properties<ambit::exclusive<serial_port>>;
    void enter() {}
    void exit() {}
};

struct second_owner {
#ifndef FIXED
    using properties = ambit::properties<ambit::exclusive<serial_port>>;
#endif
    void enter() {}
    void exit() {}
};

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    ambit::run(ambit::scope(first_owner{}) | steps(std::make_integer_sequence<int, 30>()) |
               ambit::scope(second_owner{}) >> [] {});
}
