// SPDX-License-Identifier: BSL-1.0
// Calls between the user and the assertion make the error one line too long.
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: 11 lines, at most 10 wanted

#include "fake.hpp"

#ifdef FIXED
constexpr bool ok = true;
#else
constexpr bool ok = false;
#endif

template <bool Ok>
void link_1() {
    entry<Ok>();
}

#ifdef __clang__
int main() { link_1<ok>(); }
#else  // g++ spends one line on a link, clang three
template <bool Ok>
void link_2() {
    link_1<Ok>();
}

template <bool Ok>
void link_3() {
    link_2<Ok>();
}

template <bool Ok>
void link_4() {
    link_3<Ok>();
}

int main() { link_4<ok>(); }
#endif
