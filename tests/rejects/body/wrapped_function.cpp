// SPDX-License-Identifier: BSL-1.0
// A wrapped function gets the resources and the call's arguments, or these alone.
// EXPECT: [ambit.body]
// EXPECT: (connection
// EXPECT: const char
// EXPECT: the arguments of the call
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

int main() {
    auto query = ambit::wrap(ambit::scope(database{}), [](connection&, char const*) { return 1; });
#ifdef FIXED
    return query("select 1") - 1;
#else
    return query("select", 1) - 1;
#endif
}
