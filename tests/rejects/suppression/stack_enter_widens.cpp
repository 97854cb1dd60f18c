// SPDX-License-Identifier: BSL-1.0
// The rules that look at one stage hold for an entry too.
// EXPECT: [ambit.suppression]
// EXPECT: `release`
// EXPECT: returns bool

#include <ambit/stack.hpp>

struct release {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<int>>;
#endif
    void enter() {}
    bool exit() { return true; }
};

int main() {
    ambit::exit_stack<ambit::suppresses_everything> s;
    s.enter(release());
}
