// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `retrying`
// EXPECT: suppresses<

#include <ambit/ambit.hpp>

struct connection {};

struct database {
    connection enter() { return {}; }
    void exit() {}
};

struct retrying {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<int>>;
#endif
    void enter() {}
    bool exit() { return true; }
};

int main() {
    auto block =
        ambit::scope(database{}) | ambit::scope([](connection&) { return retrying{}; }) >> [] {};
    ambit::check(block);
}
