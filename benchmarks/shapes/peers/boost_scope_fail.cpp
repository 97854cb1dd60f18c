// SPDX-License-Identifier: BSL-1.0
// Releases that are told whether what they enclose failed, by a scope_fail and a scope_success of
// Boost.Scope for each.
#include "found.hpp"

#ifdef AMBIT_FOUND_BOOST_SCOPE

#    include "../resources.hpp"

#    include <boost/scope/scope_fail.hpp>
#    include <boost/scope/scope_success.hpp>

// clang-format off
#    define HOLD(n)                                                                                \
    int const r##n = acquire(n);                                                                   \
    boost::scope::scope_fail const f##n([&] { settle(r##n, true); });                              \
    boost::scope::scope_success const s##n([&] { settle(r##n, false); });

extern "C" {

int boost_scope_fail_1() {
    HOLD(1)
    return work(r1);
}

int boost_scope_fail_2() {
    HOLD(1) HOLD(2)
    return work(r1, r2);
}

int boost_scope_fail_4() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4)
    return work(r1, r2, r3, r4);
}

int boost_scope_fail_8() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    return work(r1, r2, r3, r4, r5, r6, r7, r8);
}

int boost_scope_fail_16() {
    HOLD(1) HOLD(2) HOLD(3) HOLD(4) HOLD(5) HOLD(6) HOLD(7) HOLD(8)
    HOLD(9) HOLD(10) HOLD(11) HOLD(12) HOLD(13) HOLD(14) HOLD(15) HOLD(16)
    return work(r1, r2, r3, r4, r5, r6, r7, r8,
                r9, r10, r11, r12, r13, r14, r15, r16);
}

// clang-format on
}  // extern "C"

#endif
