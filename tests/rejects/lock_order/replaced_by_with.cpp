// SPDX-License-Identifier: BSL-1.0
// There is one lock level to a stage: the one given last counts.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 1 `queue_lock`
// EXPECT: stage 2 `index_lock`
// EXPECT: has lock_level 2 inside
// EXPECT: with 3
// EXPECT: lowest outside

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct queue_lock {
    using properties = ambit::properties<ambit::lock_level<1>>;
    void enter() {}
    void exit() {}
};

struct index_lock {
    using properties = ambit::properties<ambit::lock_level<2>>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto queue = ambit::with<ambit::lock_level<0>>(queue_lock{});
#else
    auto queue = ambit::with<ambit::lock_level<3>>(queue_lock{});
#endif
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(queue) |
               ambit::scope(index_lock{}) >> [] {});
}
