// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: 2 errors, one wanted

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
    nothing();
#endif
}
