// SPDX-License-Identifier: BSL-1.0
// The same by hand: each release is told whether the body returned an error. No handlers: nothing
// here throws.
#include "../resources.hpp"

// clang-format off
#define HOLD(n) int const r##n = acquire_quietly(n);
#define SETTLE(n) settle(r##n, failed);

extern "C" {

int hand_expected_1() {
    HOLD(1)
    result const r = attempt(r1);
    bool const failed = !r.has_value();
    SETTLE(1)
    return r.value;
}

int hand_expected_2() {
    HOLD(1) HOLD(2)
    result const r = attempt(r1, r2);
    bool const failed = !r.has_value();
    SETTLE(2) SETTLE(1)
    return r.value;
}

int hand_expected_4() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4)
    result const r = attempt(r1, r2, r3, r4);
    bool const failed = !r.has_value();
    SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return r.value;
}

int hand_expected_8() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    result const r = attempt(r1, r2, r3, r4, r5, r6, r7, r8);
    bool const failed = !r.has_value();
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return r.value;
}

int hand_expected_16() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8) HOLD(9) HOLD(10) HOLD(11)
    HOLD(12) HOLD(13) HOLD(14) HOLD(15) HOLD(16)
    result const r = attempt(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15,
                             r16);
    bool const failed = !r.has_value();
    SETTLE(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5) SETTLE(4) SETTLE(3) SETTLE(2) SETTLE(1)
    return r.value;
}

// clang-format on
}  // extern "C"
