// SPDX-License-Identifier: BSL-1.0
// A factory is asked for a manager at its turn; this one makes what a manager would have made.
// EXPECT: [ambit.manager]
// EXPECT: stage 1
// EXPECT: factory
// EXPECT: `cursor` has neither enter() nor exit()

#include <ambit/ambit.hpp>

struct connection {};
struct cursor {};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct query {
    cursor enter() { return {}; }
    void exit() {}
};

int main() {
    auto const body = [](connection&, cursor&) { return 0; };
#ifdef FIXED
    auto const open_cursor = [](connection&) { return query{}; };
#else
    auto const open_cursor = [](connection&) { return cursor{}; };
#endif
    return ambit::run(ambit::scope(database{}) | ambit::scope(open_cursor) >> body);
}
