// SPDX-License-Identifier: BSL-1.0
// Hand-nested try, catch and rethrow around a body that returns nothing, and may throw: each
// release is told whether what it encloses failed.
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

extern "C" {

void hand_failed_void_1() {
    TRY(1)
    work(r1);
    SETTLE(1)
}

void hand_failed_void_2() {
    TRY(1) TRY(2)
    work(r1, r2);
    SETTLE(2) SETTLE(1)
}

void hand_failed_void_4() {
    TRY(1) TRY(2) TRY(3) TRY(4)
    work(r1, r2, r3, r4);
    SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
}

void hand_failed_void_8() {
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    work(r1, r2, r3, r4, r5, r6, r7, r8);
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
}

void hand_failed_void_16() {
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    TRY(9) TRY(10) TRY(11) TRY(12) TRY(13) TRY(14) TRY(15) TRY(16)
    work(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16);
    SETTLE(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
}

// clang-format on
}  // extern "C"
