// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: the twin does not compile cleanly

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<false>();
#else
    entry<false>();
#endif
}
