// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// EXPECT: mend it
// COMPLAINT: the RULE is missing

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
