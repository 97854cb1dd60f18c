// SPDX-License-Identifier: BSL-1.0
// A blocking enter would hold up every other coroutine of its thread.
// EXPECT: [ambit.suspend]
// EXPECT: `database`
// EXPECT: is blocking

#include <ambit/stack.hpp>

struct database {
    using properties = ambit::properties<ambit::blocking>;
    int enter() { return 4; }
    void exit() {}
};

int main() {
#ifdef FIXED
    ambit::exit_stack<> s;
    return s.enter(database()) - 4;
#else
    ambit::async_exit_stack<> s;
    return ambit::sync_wait(s.enter(database())) - 4;
#endif
}
