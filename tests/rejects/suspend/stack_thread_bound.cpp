// SPDX-License-Identifier: BSL-1.0
// A lock on an asynchronous stack would be held while other things are awaited.
// EXPECT: [ambit.suspend]
// EXPECT: `lock`
// EXPECT: is thread_bound
// RULE: ambit::detail::unbound_entry

#include <ambit/stack.hpp>

struct lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    ambit::exit_stack<> s;
    s.enter(lock());
#else
    ambit::async_exit_stack<> s;
    ambit::sync_wait(s.enter(lock()));
#endif
}
