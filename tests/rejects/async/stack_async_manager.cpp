// SPDX-License-Identifier: BSL-1.0
// An exit_stack cannot wait for an exit.
// EXPECT: [ambit.async]
// EXPECT: `session`
// EXPECT: async_exit_stack
// RULE: ambit::detail::called_entry

#include "../support/awaitable.hpp"
#include <ambit/stack.hpp>

struct session {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

int main() {
#ifdef FIXED
    ambit::async_exit_stack<> s;
    ambit::sync_wait(s.enter(session()));
#else
    ambit::exit_stack<> s;
    s.enter(session());
#endif
}
