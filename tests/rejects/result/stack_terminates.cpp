// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.result]
// EXPECT: the result of the body, `immovable`, cannot be moved
// EXPECT: stage 0 `ambit::exit_stack<ambit::on_exit_error<ambit::terminate>
// What is entered on it may have a policy of its own.

#include <ambit/ambit.hpp>
#include <ambit/stack/exit_stack.hpp>

struct immovable {
    int value = 0;
    immovable() = default;
#ifndef FIXED
    immovable(immovable&&) = delete;
#endif
};

int main() {
    using stack = ambit::exit_stack<ambit::on_exit_error<ambit::terminate>>;
    return ambit::run(ambit::scope(stack()) >> [](stack&) { return immovable(); }).value;
}
