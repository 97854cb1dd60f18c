// SPDX-License-Identifier: BSL-1.0
// What is deferred does not look at the outcome.
// EXPECT: [ambit.manager]
// EXPECT: defer takes a function of no arguments

#include <ambit/stack.hpp>

int main() {
    ambit::exit_stack<> s;
    auto const f = [](ambit::outcome const&) {};
#ifdef FIXED
    s.push(f);
#else
    s.defer(f);
#endif
}
