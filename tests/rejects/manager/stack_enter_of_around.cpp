// SPDX-License-Identifier: BSL-1.0
// The function of an around calls what is inside of it, which is not there on a stack.
// EXPECT: [ambit.manager]
// EXPECT: is an around
// EXPECT: use it as a stage
// RULE: ambit::detail::one_entry

#include <ambit/stack.hpp>

int main() {
    auto around = ambit::around([](ambit::yield<> y) { y(); });
#ifdef FIXED
    ambit::run(ambit::scope(ambit::exit_stack<>()) |
               ambit::scope(around) >> [](ambit::exit_stack<>&) {});
#else
    ambit::exit_stack<> s;
    s.enter(around);
#endif
}
