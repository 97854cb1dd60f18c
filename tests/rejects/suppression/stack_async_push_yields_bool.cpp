// SPDX-License-Identifier: BSL-1.0
// The same for one whose bool is awaited.
// EXPECT: [ambit.suppression]
// EXPECT: the function returns bool
// EXPECT: async_exit_stack<Task, suppresses<E...>>

#include <ambit/stack.hpp>

int main() {
#ifdef FIXED
    ambit::async_exit_stack<ambit::task, ambit::suppresses_everything> s;
#else
    ambit::async_exit_stack<> s;
#endif
    s.push([]() -> ambit::task<bool> { co_return true; });
}
