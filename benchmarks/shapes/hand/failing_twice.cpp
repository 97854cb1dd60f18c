// SPDX-License-Identifier: BSL-1.0
// Nested by hand: the body throws, and while that is on its way the innermost release may throw
// too.
#include "../resources.hpp"

// clang-format off
#define TRY(n)                                                                                     \
    int const r##n = acquire(n);                                                                   \
    try {

#define SETTLE(n)                                                                                  \
    }                                                                                              \
    catch (...) {                                                                                  \
        settle(r##n, true);                                                                        \
        throw;                                                                                     \
    }                                                                                              \
    settle(r##n, false);

// What this throws while something has failed already is swallowed: the first failure goes on.
#define FINISH(n)                                                                                  \
    }                                                                                              \
    catch (...) {                                                                                  \
        try {                                                                                      \
            finish(r##n, true);                                                                    \
        } catch (...) {                                                                            \
        }                                                                                          \
        throw;                                                                                     \
    }                                                                                              \
    finish(r##n, false);

extern "C" {

int hand_failing_twice_1() {
    int result;
    TRY(1)
    result = work(r1);
    FINISH(1)
    return result;
}

int hand_failing_twice_2() {
    int result;
    TRY(1) TRY(2)
    result = work(r1, r2);
    FINISH(2) SETTLE(1)
    return result;
}

int hand_failing_twice_4() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4)
    result = work(r1, r2, r3, r4);
    FINISH(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

int hand_failing_twice_8() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8);
    FINISH(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

int hand_failing_twice_16() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    TRY(9) TRY(10) TRY(11) TRY(12) TRY(13) TRY(14) TRY(15) TRY(16)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8,
                  r9, r10, r11, r12, r13, r14, r15, r16);
    FINISH(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

// clang-format on
}  // extern "C"
