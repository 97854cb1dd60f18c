// SPDX-License-Identifier: BSL-1.0
// A combined pipeline is an ordinary value; put inside another it answers for its place there.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `transaction`
// EXPECT: stage 2 `database`
// EXPECT: comes later: move it outwards

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
    void enter() {}
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto session = ambit::scope(audit_log{}) | ambit::scope(transaction{});
#ifdef FIXED
    int const n = ambit::run(ambit::scope(database{}) | session >> [] { return 1; }) + 1;
#else
    int const n = ambit::run(session | ambit::scope(database{}) >> [] { return 1; }) + 1;
#endif
    return n - 2;
}
