// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.escape]
// EXPECT: stage 1 `database`
// EXPECT: connection
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

struct connection {
    int id = 7;
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

int main() {
    auto p = ambit::scope(audit_log{}) | ambit::scope(database{}) | ambit::scope(audit_log{});
#ifdef FIXED
    (void)ambit::check(p >> [](connection& c) { return c.id; });
#else
    (void)ambit::check(p >> [](connection& c) -> connection const& { return c; });
#endif
}
