// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suspend]
// EXPECT: stage 1 `thread_lock`
// EXPECT: encloses the awaitable body
// EXPECT: acquire it inside

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto const body = [] {};
#else
    auto const body = [] { return awaitable<>{}; };
#endif
    (void)ambit::check(ambit::scope(audit_log{}) | ambit::scope(thread_lock{}) >> body);
}
