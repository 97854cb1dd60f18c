// SPDX-License-Identifier: BSL-1.0
// A generic body shows no types; it gets all resources in order, or none.
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: connection
// EXPECT: settings
// EXPECT: generic or overloaded: all resources in order, else none
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
    auto p = ambit::scope(source<settings>{}) | ambit::scope(source<connection>{});
#ifdef FIXED
    ambit::run(p >> [](auto&, auto&) {});
#else
    ambit::run(p >> [](auto&) {});
#endif
}
