// SPDX-License-Identifier: BSL-1.0
// The connection dies with the run; a reference to it would dangle.
// EXPECT: [ambit.escape]
// EXPECT: stage 0 `database`
// EXPECT: connection
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

struct connection {
    int id = 7;
};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

int main() {
#ifdef FIXED
    auto const body = [](connection& c) -> connection { return c; };
#else
    auto const body = [](connection& c) -> connection& { return c; };
#endif
    return ambit::run(ambit::scope(database{}) >> body).id - 7;
}
