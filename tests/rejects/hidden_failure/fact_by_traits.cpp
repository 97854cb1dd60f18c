// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `vendor::unit_of_work`
// EXPECT: stage 1 `ignoring`
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

namespace vendor {
struct unit_of_work {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::unit_of_work> {
    using properties = ambit::properties<ambit::transactional>;
    static void enter(vendor::unit_of_work&) {}
    static void exit(vendor::unit_of_work&, ambit::outcome const&) {}
};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses_everything>;
    void enter() {}
    void exit() {}
};

int main() {
    vendor::unit_of_work work;
    auto const body = [] {};
#ifdef FIXED
    ambit::run(ambit::scope(ignoring{}) | ambit::scope(work) >> body);
#else
    ambit::run(ambit::scope(work) | ambit::scope(ignoring{}) >> body);
#endif
}
