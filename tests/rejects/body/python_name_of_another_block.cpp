// SPDX-License-Identifier: BSL-1.0
// Python: a body that uses a name which another `with` has bound.
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: wants (cursor
// EXPECT: connection
// EXPECT: the resources are (cursor of stage 0):
// EXPECT: name parameters for the resources wanted, each by its type, or all in order

#include <ambit/ambit.hpp>

struct connection {};
struct cursor {};

struct cursor_of {
    cursor enter() { return {}; }
    void exit() {}
};

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(cursor_of{}) >> [](cursor&) {});
#else
    ambit::run(ambit::scope(cursor_of{}) >> [](cursor&, connection&) {});
#endif
}
