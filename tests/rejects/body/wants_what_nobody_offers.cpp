// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: wants (settings
// EXPECT: connection of stage 0
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {};
struct settings {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto const body = [](connection&) { return 1; };
#else
    auto const body = [](settings&) { return 1; };
#endif
    int const n = ambit::run(ambit::scope(database{}) | ambit::scope(audit_log{}) >> body) + 1;
    return n - 2;
}
