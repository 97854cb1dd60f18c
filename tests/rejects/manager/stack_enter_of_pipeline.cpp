// SPDX-License-Identifier: BSL-1.0
// A pipeline is several managers; and a stack enters one at a time.
// EXPECT: [ambit.manager]
// EXPECT: one manager at a time
// EXPECT: enter its stages one by one
// RULE: ambit::detail::no_pipeline

#include <ambit/stack.hpp>

struct log {
    void enter() {}
    void exit() {}
};

int main() {
    ambit::exit_stack<> s;
#ifdef FIXED
    s.enter(log());
    s.enter(log());
#else
    s.enter(ambit::scope(log()) | ambit::scope(log()));
#endif
}
