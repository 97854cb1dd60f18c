// SPDX-License-Identifier: BSL-1.0
// A release that returns a bool speaks about failures; what it means has to be declared.
// EXPECT: [ambit.suppression]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: with<

#include <ambit/ambit.hpp>

int main() {
    auto lease = ambit::bracket([] { return 1; }, [](int&) { return true; });
#ifdef FIXED
    ambit::run(ambit::scope(ambit::with<ambit::suppresses_everything>(lease)) >> [](int&) {});
#else
    ambit::run(ambit::scope(lease) >> [](int&) {});
#endif
}
