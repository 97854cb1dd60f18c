// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: connection
// EXPECT: settings
// EXPECT: one of them wanted twice
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
    ambit::run(p >> [](connection&, settings&) {});
#else
    ambit::run(p >> [](connection&, connection&) {});
#endif
}
