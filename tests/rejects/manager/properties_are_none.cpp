// SPDX-License-Identifier: BSL-1.0
// A single fact is no list of facts, and must not be passed over.
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `thread_lock`
// EXPECT: has a `properties` that is no ambit::properties<...>

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct thread_lock {
#ifdef FIXED
    using properties = ambit::properties<ambit::thread_bound>;
#else
    using properties = ambit::thread_bound;
#endif
    void enter() {}
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(thread_lock{}) >> [] {});
}
