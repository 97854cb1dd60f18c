// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `database`
// EXPECT: has an enter(), but no exit that takes
// EXPECT: R being `connection`

#include <ambit/ambit.hpp>

struct connection {};
struct cursor {};

struct database {
    connection enter() { return {}; }
#ifdef FIXED
    void exit(connection&) {}
#else
    void exit(cursor&) {}
#endif
};

int main() { (void)ambit::check(ambit::scope(database{})); }
