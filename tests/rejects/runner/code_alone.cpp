// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// RULE: rule
// COMPLAINT: nothing but the code is expected

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
