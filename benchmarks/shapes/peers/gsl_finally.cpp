// SPDX-License-Identifier: BSL-1.0
// Guards made with gsl::finally.
#include "found.hpp"

#ifdef AMBIT_FOUND_GSL_FINALLY

#    include "../resources.hpp"

#    include <gsl/util>

// clang-format off
#    define HOLD(n)                                                                                \
    int const r##n = acquire(n);                                                                   \
    auto const c##n = gsl::finally([&] { release(r##n); });

extern "C" {

int gsl_finally_1() {
    HOLD(1)
    return work(r1);
}

int gsl_finally_2() {
    HOLD(1) HOLD(2)
    return work(r1, r2);
}

int gsl_finally_4() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4)
    return work(r1, r2, r3, r4);
}

int gsl_finally_8() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    return work(r1, r2, r3, r4, r5, r6, r7, r8);
}

int gsl_finally_16() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    HOLD(9) HOLD(10) HOLD(11) HOLD(12) HOLD(13) HOLD(14) HOLD(15) HOLD(16)
    return work(r1, r2, r3, r4, r5, r6, r7, r8,
                r9, r10, r11, r12, r13, r14, r15, r16);
}

// clang-format on
}  // extern "C"

#endif
