// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.escape]
// EXPECT: stage 1 `query`
// EXPECT: cursor
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

struct connection {};

struct cursor {
    int row = 1;
};

struct database {
    connection enter() { return {}; }
    void exit(connection&) {}
};

struct query {
    cursor enter() { return {}; }
    void exit(cursor&) {}
};

int main() {
    auto p = ambit::scope(database{}) | ambit::scope([](connection&) { return query{}; });
#ifdef FIXED
    (void)ambit::check(p >> [](cursor& c) { return c; });
#else
    (void)ambit::check(p >> [](cursor& c) -> cursor const* { return &c; });
#endif
}
