// SPDX-License-Identifier: BSL-1.0
// Guards made with scope_exit of Boost.Scope.
#include "found.hpp"

#ifdef AMBIT_FOUND_BOOST_SCOPE

#    include "../resources.hpp"

#    include <boost/scope/scope_exit.hpp>

// clang-format off
#    define HOLD(n)                                                                                \
    int const r##n = acquire(n);                                                                   \
    boost::scope::scope_exit const c##n([&] { release(r##n); });

extern "C" {

int boost_scope_1() {
    HOLD(1)
    return work(r1);
}

int boost_scope_2() {
    HOLD(1) HOLD(2)
    return work(r1, r2);
}

int boost_scope_4() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4)
    return work(r1, r2, r3, r4);
}

int boost_scope_8() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    return work(r1, r2, r3, r4, r5, r6, r7, r8);
}

int boost_scope_16() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    HOLD(9) HOLD(10) HOLD(11) HOLD(12) HOLD(13) HOLD(14) HOLD(15) HOLD(16)
    return work(r1, r2, r3, r4, r5, r6, r7, r8,
                r9, r10, r11, r12, r13, r14, r15, r16);
}

// clang-format on
}  // extern "C"

#endif
