// SPDX-License-Identifier: BSL-1.0
// A stack that may suppress hides failures from the transaction around it, whatever its entries.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 1 `ambit::exit_stack<ambit::suppresses<int>

#include <ambit/stack.hpp>

struct transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

int main() {
#ifdef FIXED
    ambit::exit_stack<> s;
#else
    ambit::exit_stack<ambit::suppresses<int>> s;
#endif
    ambit::run(ambit::scope(transaction()) | ambit::scope(s) >> [] {});
}
