// SPDX-License-Identifier: BSL-1.0
// A wrapped function is called again and again, and a generator is entered once.
// EXPECT: [ambit.reuse]
// EXPECT: stage 0 `ambit::managed<int>`
// EXPECT: each call of what wrap makes runs it again
// EXPECT: let a factory make the manager, as by scope([] { return manager(); })
// ABSENT: run(std::move(block))

#include <ambit/coroutine.hpp>

ambit::managed<int> ticket(int seat) { co_yield seat; }

int main() {
#ifdef FIXED
    auto admit = ambit::wrap(ambit::scope([] { return ticket(7); }), [](int& seat, int row) {
#else
    auto admit = ambit::wrap(ambit::scope(ticket(7)), [](int& seat, int row) {
#endif
        return seat * row;
    });
    return admit(6) - 42;
}
