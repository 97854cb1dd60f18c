// SPDX-License-Identifier: BSL-1.0
// The code stands in a source line that the compiler quotes, not in its error.
// EXPECT: [fake.quoted]
// EXPECT: mend it
// RULE: quoted
// COMPLAINT ON TEXT: the error lacks: [fake.quoted]
// COMPLAINT ON TEXT: the error lacks: mend it
// COMPLAINT ON NAME: the error names no rule of the program's

int main() {
#ifndef FIXED
    nothing();  // [fake.quoted] mend it
#endif
}
