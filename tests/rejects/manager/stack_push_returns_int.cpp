// SPDX-License-Identifier: BSL-1.0
// As an exit it returns void or bool; what is none is to be deferred.
// EXPECT: [ambit.manager]
// EXPECT: push takes a function that returns void or bool
// EXPECT: defer takes any

#include <ambit/stack.hpp>

int main() {
    ambit::exit_stack<> s;
    auto const f = [] { return 1; };
#ifdef FIXED
    s.defer(f);
#else
    s.push(f);
#endif
}
