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
    auto p = ambit::scope(audit_log{}) | ambit::scope(database{});
#ifdef FIXED
    int const id = ambit::run(p >> [](connection& c) { return c.id; });
#else
    int const id = ambit::run(p >> [](connection& c) { return &c; })->id;
#endif
    return id - 7;
}
