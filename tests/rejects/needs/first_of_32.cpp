// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 31 `database`
// EXPECT: comes later: move it outwards

#include <ambit/ambit.hpp>
#include <utility>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
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
    auto const thirty = std::make_integer_sequence<int, 30>();
#ifdef FIXED
    ambit::run(ambit::scope(database{}) | steps(thirty) | ambit::scope(transaction{}) >> [] {});
#else
    ambit::run(ambit::scope(transaction{}) | steps(thirty) | ambit::scope(database{}) >> [] {});
#endif
}
