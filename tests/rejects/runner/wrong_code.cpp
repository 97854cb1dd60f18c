// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.other]
// EXPECT: mend it
// RULE: other
// ABSENT: [fake.rule]
// COMPLAINT ON TEXT: the error lacks: [fake.other]
// COMPLAINT ON TEXT: the output holds: [fake.rule]
// COMPLAINT ON NAME: the error names no rule of the program's

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
