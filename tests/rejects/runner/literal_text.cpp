// SPDX-License-Identifier: BSL-1.0
// A literal text has no code and is printed by all compilers.
// EXPECT: ambit: the wrong way round
// EXPECT: turn it
// EXPECT: or leave it
// COMPLAINT: the error lacks: or leave it

int main() {
#ifndef FIXED
    static_assert(sizeof(int) == 1, "ambit: the wrong way round: turn it");
#endif
}
