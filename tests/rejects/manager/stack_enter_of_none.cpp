// SPDX-License-Identifier: BSL-1.0
// What is entered is a manager; that the result is used adds no error.
// EXPECT: [ambit.manager]
// EXPECT: `source`
// EXPECT: no exit

#include <ambit/stack.hpp>

struct source {
    int enter() { return 4; }
#ifdef FIXED
    void exit() {}
#endif
};

int main() {
    ambit::exit_stack<> s;
    auto& entered = s.enter(source());
    return entered - 4;
}
