// SPDX-License-Identifier: BSL-1.0
// What `wrap` returns may be called again and again.
// EXPECT: [ambit.reuse]
// EXPECT: stage 1 `ticket`
// EXPECT: each call of what wrap makes runs it again
// EXPECT: let a factory make the manager, as by scope([] { return manager(); })

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct ticket {
    using properties = ambit::properties<ambit::single_use>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(audit_log{}) | ambit::scope([] { return ticket{}; });
#else
    auto p = ambit::scope(audit_log{}) | ambit::scope(ticket{});
#endif
    auto twice = ambit::wrap(p, [](int n) { return 2 * n; });
    return twice(21) + 1 - 43;
}
