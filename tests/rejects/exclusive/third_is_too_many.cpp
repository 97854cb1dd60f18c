// SPDX-License-Identifier: BSL-1.0
// All that claim the tag are named, not only the first two.
// EXPECT: [ambit.exclusive]
// EXPECT: stage 1 `claim<1>`
// EXPECT: stage 3 `claim<3>`
// EXPECT: stage 5 `claim<5>`
// EXPECT: remove one of them

#include <ambit/ambit.hpp>

struct gpu {};

struct audit_log {
    void enter() {}
    void exit() {}
};

template <int N>
struct claim {
#ifndef FIXED
    using properties = ambit::properties<ambit::exclusive<gpu>>;
#endif
    void enter() {}
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(audit_log{}, claim<1>{}, audit_log{}, claim<3>{}) |
               ambit::scope(audit_log{}, claim<5>{}) >> [] {});
}
