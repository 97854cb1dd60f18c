// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.other]
// EXPECT: mend it
// ABSENT: [fake.rule]
// COMPLAINT ON TEXT: the error lacks: [fake.other]
// COMPLAINT ON TEXT: the output holds: [fake.rule]

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
