// SPDX-License-Identifier: BSL-1.0
// Python: `closing` of what has no close().
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: is no manager: it has an enter(),
// EXPECT: but no exit that takes (R&, outcome const&), (R&), (outcome const&) or ()

#include <ambit/ambit.hpp>

struct tap {
#ifdef FIXED
    void close() {}
#endif
};

int main() {
    ambit::run(ambit::scope(ambit::closing(tap{})) >> [](tap&) {});
}
