// SPDX-License-Identifier: BSL-1.0
// Resources arrive as lvalues, so a parameter by value is a copy, and this one cannot be copied.
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: wants (connection)
// EXPECT: connection of stage 0
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {
    connection() = default;
    connection(connection&&) = default;
};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

#ifdef FIXED
int use(connection&) {
#else
int use(connection) {
#endif
    return 0;
}

int main() { return ambit::run(ambit::scope(database{}) >> use); }
