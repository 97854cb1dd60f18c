// SPDX-License-Identifier: BSL-1.0
// Hand-nested try, catch and rethrow: each release is given the failure of what it encloses.
#include "../resources.hpp"

// clang-format off
#define TRY(n)                                                                                     \
    int const r##n = acquire(n);                                                                   \
    try {

#define SETTLE(n)                                                                                  \
    }                                                                                              \
    catch (...) {                                                                                  \
        settle(r##n, std::current_exception());                                                    \
        throw;                                                                                     \
    }                                                                                              \
    settle(r##n, std::exception_ptr{});

extern "C" {

int hand_exception_1() {
    int result;
    TRY(1)
    result = work(r1);
    SETTLE(1)
    return result;
}

int hand_exception_2() {
    int result;
    TRY(1) TRY(2)
    result = work(r1, r2);
    SETTLE(2) SETTLE(1)
    return result;
}

int hand_exception_4() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4)
    result = work(r1, r2, r3, r4);
    SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

int hand_exception_8() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8);
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

int hand_exception_16() {
    int result;
    TRY(1) TRY(2) TRY(3) TRY(4) TRY(5) TRY(6) TRY(7) TRY(8)
    TRY(9) TRY(10) TRY(11) TRY(12) TRY(13) TRY(14) TRY(15) TRY(16)
    result = work(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15,
                  r16);
    SETTLE(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return result;
}

// clang-format on
}  // extern "C"
