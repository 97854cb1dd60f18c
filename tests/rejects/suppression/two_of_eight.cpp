// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 2 `step<2>`
// EXPECT: stage 7 `step<7>`
// EXPECT: suppresses<

#include <ambit/ambit.hpp>

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

template <int N>
struct swallowing {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<char const*>>;
#endif
    void enter() {}
    bool exit() { return true; }
};

template <>
struct step<2> : swallowing<2> {};

template <>
struct step<7> : swallowing<7> {};

int main() {
    auto left = ambit::scope(step<0>{}, step<1>{}, step<2>{}, step<3>{});
    auto right = ambit::scope(step<4>{}, step<5>{}, step<6>{}, step<7>{});
    ambit::run(left | right >> [] {});
}
