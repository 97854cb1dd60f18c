// SPDX-License-Identifier: BSL-1.0
// EXPECT: mend it
// COMPLAINT: the first EXPECT is not a code in brackets

#include "fake.hpp"

int main() {
#ifdef FIXED
    entry<true>();
#else
    entry<false>();
#endif
}
