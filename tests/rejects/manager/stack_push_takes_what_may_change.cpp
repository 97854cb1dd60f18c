// SPDX-License-Identifier: BSL-1.0
// The outcome is not the exit's to change.
// EXPECT: [ambit.manager]
// EXPECT: push takes a function of an `outcome const&`, or of nothing

#include <ambit/stack.hpp>

int main() {
    ambit::async_exit_stack<> s;
#ifdef FIXED
    s.push([](ambit::outcome const&) {});
#else
    s.push([](ambit::outcome&) {});
#endif
}
