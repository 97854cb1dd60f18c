// SPDX-License-Identifier: BSL-1.0
// Which of the two connections would the one parameter be?
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: connection of stage 0
// EXPECT: settings of stage 1
// EXPECT: connection of stage 2
// EXPECT: two of them of a wanted type
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {};
struct settings {};

template <class R>
struct source {
    R enter() { return {}; }
    void exit() {}
};

int main() {
    auto p = ambit::scope(source<connection>{}) | ambit::scope(source<settings>{}) |
             ambit::scope(source<connection>{});
#ifdef FIXED
    (void)ambit::check(p >> [](connection&, settings&, connection&) {});
#else
    (void)ambit::check(p >> [](connection&, settings&) {});
#endif
}
