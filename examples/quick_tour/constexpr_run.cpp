// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

// [tour:constexpr_run]
struct counted {
    int& open;

    constexpr void enter() { ++open; }
    constexpr void exit() noexcept { --open; }
};

constexpr bool balanced() {
    int open = 0;
    int const inside =
        ambit::run(ambit::scope(counted{open}, counted{open}) >> [&] { return open; });
    return inside == 2 && open == 0;
}

static_assert(balanced());
// [/tour]

int main() { return balanced() ? 0 : 1; }
