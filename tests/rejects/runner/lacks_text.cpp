// SPDX-License-Identifier: BSL-1.0
// The code is right; another stage is named, and other advice given, than expected.
// EXPECT: [fake.rule]
// EXPECT: stage 1 (other)
// EXPECT: do something else
// RULE: rule
// COMPLAINT ON TEXT: the error lacks: stage 1 (other)
// COMPLAINT ON TEXT: the error lacks: do something else

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
