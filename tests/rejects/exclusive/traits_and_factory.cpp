// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.exclusive]
// EXPECT: stage 0 `vendor::console`
// EXPECT: stage 1 `progress_bar`
// EXPECT: vendor::terminal
// EXPECT: remove one of them

#include <ambit/ambit.hpp>

namespace vendor {
struct terminal {};
struct console {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::console> {
    using properties = ambit::properties<ambit::exclusive<vendor::terminal>>;
    static void enter(vendor::console&) {}
    static void exit(vendor::console&) {}
};

struct progress_bar {
#ifndef FIXED
    using properties = ambit::properties<ambit::exclusive<vendor::terminal>>;
#endif
    void enter() {}
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(vendor::console{}) |
               ambit::scope([] { return progress_bar{}; }) >> [] {});
}
