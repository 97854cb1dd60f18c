// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.async]
// EXPECT: returns an awaitable
// EXPECT: use an async_exit_stack

#include <ambit/stack.hpp>

#ifdef FIXED
void say_goodbye() {}
#else
ambit::task<> say_goodbye() { co_return; }
#endif

int main() {
    ambit::exit_stack<> open;
    open.defer(say_goodbye);
    open.close();
}
