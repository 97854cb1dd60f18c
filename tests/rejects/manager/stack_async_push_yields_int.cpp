// SPDX-License-Identifier: BSL-1.0
// The same for what is awaited.
// EXPECT: [ambit.manager]
// EXPECT: push takes a function that returns void or bool, or an awaitable of that
// EXPECT: defer takes any

#include <ambit/stack.hpp>

int main() {
    ambit::async_exit_stack<> s;
    auto const f = []() -> ambit::task<int> { co_return 1; };
#ifdef FIXED
    s.defer(f);
#else
    s.push(f);
#endif
}
