// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: the factory at stage 3
// EXPECT: bucket of stage 0
// EXPECT: bucket of stage 1
// EXPECT: settings of stage 2
// EXPECT: two of them of a wanted type
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct bucket {};
struct settings {};

template <class R>
struct source {
    R enter() { return {}; }
    void exit() {}
};

int main() {
    auto p = ambit::scope(source<bucket>{}, source<bucket>{}, source<settings>{});
    auto const copy_all = [](bucket&, bucket&, settings&) { return source<int>{}; };
#ifdef FIXED
    ambit::run(p | ambit::scope(copy_all) >> [](int&) {});
#else
    auto const copy_one = [](bucket&, settings&) { return source<int>{}; };
    ambit::run(p | ambit::scope(copy_one) >> [](int&) {});
    (void)copy_all;
#endif
}
