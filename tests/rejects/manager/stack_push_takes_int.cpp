// SPDX-License-Identifier: BSL-1.0
// A pushed function is called as an exit: with the outcome, or with nothing.
// EXPECT: [ambit.manager]
// EXPECT: push takes a function of an `outcome const&`, or of nothing

#include <ambit/stack.hpp>

int main() {
    ambit::exit_stack<> s;
#ifdef FIXED
    s.push([code = 0](ambit::outcome const&) { static_cast<void>(code); });
#else
    s.push([](int code) { static_cast<void>(code); });
#endif
}
