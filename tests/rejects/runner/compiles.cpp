// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: compiles, and must not

#include "fake.hpp"

int main() {
#ifdef FIXED
#endif
    entry<true>();
}
