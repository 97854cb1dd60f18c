// SPDX-License-Identifier: BSL-1.0
// Stacks that nobody keeps, and awaitables that nobody awaits.

#include <ambit/stack.hpp>

struct log {
    void enter() {}
    void exit() {}
};

int main() {
    ambit::exit_stack<> s;
    ambit::async_exit_stack<> a;
#ifdef FIXED
    auto const popped = s.pop_all();
    auto const moved = a.pop_all();
    ambit::sync_wait(a.enter(log()));
    ambit::sync_wait(a.close());
#else
    s.pop_all();     // DISCARDED
    a.pop_all();     // DISCARDED
    a.enter(log());  // DISCARDED
    a.close();       // DISCARDED
#endif
}
