// SPDX-License-Identifier: BSL-1.0
// A pointer may be null and may outlive what it points to: it is not the resource.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `transaction`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `connection` outside

#include <ambit/ambit.hpp>

struct connection {};

struct borrowed {
    connection* to;
#ifdef FIXED
    connection& enter() { return *to; }
#else
    connection* enter() { return to; }
#endif
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<connection>>;
    void enter() {}
    void exit() {}
};

int main() {
    connection c;
    ambit::run(ambit::scope(borrowed{&c}) | ambit::scope(transaction{}) >> [] {});
}
