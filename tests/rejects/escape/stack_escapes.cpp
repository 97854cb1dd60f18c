// SPDX-License-Identifier: BSL-1.0
// A stack of the pipeline's is gone when the block returns.
// EXPECT: [ambit.escape]
// EXPECT: exit_stack

#include <ambit/stack.hpp>

int main() {
#ifdef FIXED
    auto const kept = ambit::run(ambit::scope(ambit::exit_stack<>()) >>
                                 [](ambit::exit_stack<>& s) { return s.pop_all(); });
#else
    auto const& kept =
        ambit::run(ambit::scope(ambit::exit_stack<>()) >>
                       [](ambit::exit_stack<>& s) -> ambit::exit_stack<>& { return s; });
#endif
    return kept.empty() ? 0 : 1;
}
