// SPDX-License-Identifier: BSL-1.0
// Python: `with db.cursor("users") as users, Database() as db:`.
// EXPECT: [ambit.needs]
// EXPECT: stage 0 `cursor_of` needs `connection`, which no stage outside it has:
// EXPECT: stage 1 `database` has it, but comes later: move it outwards

#include <ambit/ambit.hpp>

struct connection {};
struct cursor {};

struct database {
    connection enter() { return {}; }
    void exit() {}
};

struct cursor_of {
    using properties = ambit::properties<ambit::needs<connection>>;
    cursor enter() { return {}; }
    void exit() {}
};

int main() {
#ifdef FIXED
    auto session = ambit::scope(database{}) | ambit::scope(cursor_of{});
#else
    auto session = ambit::scope(cursor_of{}) | ambit::scope(database{});
#endif
    ambit::run(session >> [](cursor&) {});
}
