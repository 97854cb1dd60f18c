// SPDX-License-Identifier: BSL-1.0
// Guards outside, releases that are told of a failure inside: the first half of the stages are
// plain RAII, the others try, catch and rethrow.
#include "../guard.hpp"

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

int hand_mixed_2() {
    guard const a{acquire(1)};
    int result;
    TRY(2)
    result = work(a.handle, r2);
    SETTLE(2)
    return result;
}

int hand_mixed_4() {
    guard const a{acquire(1)}, b{acquire(2)};
    int result;
    TRY(3) TRY(4)
    result = work(a.handle, b.handle, r3, r4);
    SETTLE(4) SETTLE(3)
    return result;
}

int hand_mixed_8() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    int result;
    TRY(5) TRY(6) TRY(7) TRY(8)
    result = work(a.handle, b.handle, c.handle, d.handle, r5, r6, r7, r8);
    SETTLE(8) SETTLE(7) SETTLE(6) SETTLE(5)
    return result;
}

int hand_mixed_16() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    int result;
    TRY(9) TRY(10) TRY(11) TRY(12) TRY(13) TRY(14) TRY(15) TRY(16)
    result = work(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle,
                  r9, r10, r11, r12, r13, r14, r15, r16);
    SETTLE(16) SETTLE(15) SETTLE(14) SETTLE(13) SETTLE(12) SETTLE(11) SETTLE(10) SETTLE(9)
    return result;
}

// clang-format on
}  // extern "C"
