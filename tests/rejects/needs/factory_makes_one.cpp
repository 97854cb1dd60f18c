// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 2 `transaction`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `connection` outside

#include <ambit/ambit.hpp>

struct settings {};
struct connection {};

struct configuration {
    settings enter() { return {}; }
    void exit() {}
};

struct database {
    connection enter() { return {}; }
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto const begin = [](settings const&) { return transaction{}; };
#ifdef FIXED
    auto p = ambit::scope(configuration{}) | ambit::scope(database{});
#else
    auto p = ambit::scope(configuration{}) | ambit::scope(audit_log{});
#endif
    ambit::run(p | ambit::scope(begin) >> [] {});
}
