// SPDX-License-Identifier: BSL-1.0
// EXPECT: [fake.rule]
// EXPECT: mend it
// RULE: rule
// COMPLAINT: no twin: its conditional is missing

#include "fake.hpp"

int main() { entry<false>(); }
