// SPDX-License-Identifier: BSL-1.0
// Nor is a function one.
// EXPECT: [ambit.manager]
// EXPECT: is what a factory makes
// EXPECT: enter what that returns
// RULE: ambit::detail::one_entry

#include <ambit/stack.hpp>

struct source {
    int enter() { return 4; }
    void exit() {}
};

int main() {
    ambit::exit_stack<> s;
    auto const make = [] { return source(); };
#ifdef FIXED
    return s.enter(make()) - 4;
#else
    return s.enter(make) - 4;
#endif
}
