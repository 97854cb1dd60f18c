// SPDX-License-Identifier: BSL-1.0
// A pushed function that answers speaks about failures; the stack has to say which.
// EXPECT: [ambit.suppression]
// EXPECT: the function returns bool
// EXPECT: exit_stack<suppresses<E...>>

#include <ambit/stack.hpp>

int main() {
#ifdef FIXED
    ambit::exit_stack<ambit::suppresses_everything> s;
#else
    ambit::exit_stack<> s;
#endif
    s.push([] { return true; });
}
