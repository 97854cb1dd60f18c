// SPDX-License-Identifier: BSL-1.0
// A factory is called at its turn: what a later stage opens is not there yet.
// EXPECT: [ambit.body]
// EXPECT: the factory at stage 1
// EXPECT: settings of stage 0
// EXPECT: wants (connection
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct connection {};
struct settings {};

template <class R>
struct source {
    R enter() { return {}; }
    void exit() {}
};

struct transaction {
    void enter() {}
    void exit(ambit::outcome const&) {}
};

int main() {
    auto const begin = [](connection&) { return transaction{}; };
    auto configuration = ambit::scope(source<settings>{});
    auto database = ambit::scope(source<connection>{});
#ifdef FIXED
    ambit::run(configuration | database | ambit::scope(begin) >> [] {});
#else
    ambit::run(configuration | ambit::scope(begin) | database >> [] {});
#endif
}
