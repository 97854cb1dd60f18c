// SPDX-License-Identifier: BSL-1.0
// A second diagnostic, though only a warning by nature, is a second thing to read.
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: 2 errors, one wanted

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    int unused;
    entry<false>();
#endif
}
