// SPDX-License-Identifier: BSL-1.0
// Hand-nested try, catch and rethrow, where the outermost level catches what is expected to fail.
// Each release is told whether what it encloses failed.
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

#define SUPPRESS(n)                                                                                \
    }                                                                                              \
    catch (failure const&) {                                                                       \
        settle(r##n, true);                                                                        \
        return -1;                                                                                 \
    }                                                                                              \
    catch (...) {                                                                                  \
        settle(r##n, true);                                                                        \
        throw;                                                                                     \
    }                                                                                              \
    settle(r##n, false);

extern "C" {

int hand_suppressed_1() {
    int result;
    TRY(1)
    result = work(r1);
    SUPPRESS(1)
    return result;
}

int hand_suppressed_2() {
    int result;
    TRY(1) TRY(2)
    result = work(r1, r2);
    SETTLE(2) SUPPRESS(1)
    return result;
}

int hand_suppressed_4() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4)
    result = work(r1, r2, r3, r4);
    SETTLE(4) SETTLE(3) SETTLE(2) SUPPRESS(1)
    return result;
}

int hand_suppressed_8() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8);
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SUPPRESS(1)
    return result;
}

int hand_suppressed_16() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    TRY(9) TRY(10) TRY(11) TRY(12) TRY(13) TRY(14) TRY(15) TRY(16)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15,
                  r16);
    SETTLE(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SUPPRESS(1)
    return result;
}

// clang-format on
}  // extern "C"
