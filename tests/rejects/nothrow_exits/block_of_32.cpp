// SPDX-License-Identifier: BSL-1.0
// `enforce` takes blocks too.
// EXPECT: [ambit.nothrow_exits]
// EXPECT: stage 30 `step<30>`
// EXPECT: make the exit noexcept

#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct step {
    void enter() {}
    void exit() noexcept {}
};

#ifndef FIXED
template <>
struct step<30> {
    void enter() {}
    void exit() {}
};
#endif

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    auto block = steps(std::make_integer_sequence<int, 32>()) >> [] {};
    ambit::run(ambit::enforce<ambit::rules::nothrow_exits>(std::move(block)));
}
