// SPDX-License-Identifier: BSL-1.0
// A generator runs once; a function that makes them serves as often as it is called.
// EXPECT: [ambit.reuse]
// EXPECT: stage 0 `ambit::managed<int>`
// EXPECT: let a factory make the manager

#include <ambit/coroutine.hpp>

ambit::managed<int> ticket() { co_yield 7; }

int main() {
#ifdef FIXED
    auto block = ambit::scope(ticket) >> [](int& seat) { return seat; };
#else
    auto block = ambit::scope(ticket()) >> [](int& seat) { return seat; };
#endif
    return ambit::run(block) - 7;
}
