// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.reuse]
// EXPECT: stage 1 `ticket`
// EXPECT: let a factory make the manager

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() const {}
    void exit() const {}
};

struct ticket {
#ifndef FIXED
    using properties = ambit::properties<ambit::single_use>;
#endif
    void enter() const {}
    void exit() const {}
};

int main() {
    auto const block =
        ambit::scope(audit_log{}) | ambit::scope(ticket{}) | ambit::scope(audit_log{}) >> [] {};
    ambit::run(block);
}
