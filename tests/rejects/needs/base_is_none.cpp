// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `migration`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `writable_connection` outside

#include <ambit/ambit.hpp>

struct connection {};
struct writable_connection : connection {};

struct database {
#ifdef FIXED
    writable_connection enter() { return {}; }
#else
    connection enter() { return {}; }
#endif
    void exit() {}
};

struct migration {
    using properties = ambit::properties<ambit::needs<writable_connection>>;
    void enter() {}
    void exit() {}
};

int main() {
    (void)ambit::check(ambit::scope(database{}) | ambit::scope(migration{}) >> [] {});
}
