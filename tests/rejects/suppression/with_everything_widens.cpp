// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 0 `retrying`
// EXPECT: suppress more by with<
// EXPECT: name only types that it declares

#include <ambit/ambit.hpp>

struct timeout {};

struct retrying {
    using properties = ambit::properties<ambit::suppresses<timeout>>;
    void enter() {}
    bool exit(ambit::outcome const&) { return true; }
};

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(retrying{}) >> [] {});
#else
    ambit::run(ambit::scope(ambit::with<ambit::suppresses_everything>(retrying{})) >> [] {});
#endif
}
