// SPDX-License-Identifier: BSL-1.0
// An lvalue block may run again, and a ticket is good for one entry.
// EXPECT: [ambit.reuse]
// EXPECT: stage 0 `ticket`
// EXPECT: std::move
// EXPECT: let a factory make the manager

#include <ambit/ambit.hpp>
#include <utility>

struct ticket {
    using properties = ambit::properties<ambit::single_use>;
    int enter() { return 7; }
    void exit() {}
};

int main() {
    auto block = ambit::scope(ticket{}) >> [](int& seat) { return seat; };
#ifdef FIXED
    int const seat = ambit::run(std::move(block)) + 1;
#else
    int const seat = ambit::run(block) + 1;
#endif
    return seat - 8;
}
