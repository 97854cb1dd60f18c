// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.error]
// EXPECT: stage 1 `database`
// EXPECT: `void`, cannot carry
// EXPECT: let the body return an expected-like type

#include "../support/expected.hpp"
#include <ambit/ambit.hpp>

struct connection {};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct database {
    expected<connection, int> enter() { return connection{}; }
    void exit(connection&) {}
};

int main() {
    auto p = ambit::scope(audit_log{}) | ambit::scope(database{});
#ifdef FIXED
    (void)ambit::run(p >> [](connection&) { return expected<bool, int>(true); });
#else
    ambit::run(p >> [](connection&) {});
#endif
}
