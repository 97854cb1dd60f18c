// SPDX-License-Identifier: BSL-1.0
// Nothing to complain about.
// EXPECT: [fake.rule]
// EXPECT: stage 0 (thing)
// EXPECT: mend it
// RULE: rule
// ABSENT: [fake.other]

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
