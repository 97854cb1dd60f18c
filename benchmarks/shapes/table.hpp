// SPDX-License-Identifier: BSL-1.0
// The shapes that programs run: pipelines beside the same work nested by hand, and with what there
// is of the peers.
#ifndef AMBIT_BENCHMARKS_SHAPES_TABLE_HPP
#define AMBIT_BENCHMARKS_SHAPES_TABLE_HPP

#include "peers/found.hpp"

struct shape {
    char const* name;  // who wrote it and what its exits do
    int stages;
    int (*run)();
};

#define AMBIT_DECLARE(name) int name##_1(), name##_2(), name##_4(), name##_8(), name##_16();
#define AMBIT_LIST(name)                                                                    \
    {#name, 1, name##_1}, {#name, 2, name##_2}, {#name, 4, name##_4}, {#name, 8, name##_8}, \
        {#name, 16, name##_16},

#ifdef AMBIT_FOUND_ABSL_CLEANUP
#    define AMBIT_ABSL(apply) apply(absl_cleanup)
#else
#    define AMBIT_ABSL(apply)
#endif
#ifdef AMBIT_FOUND_GSL_FINALLY
#    define AMBIT_GSL(apply) apply(gsl_finally)
#else
#    define AMBIT_GSL(apply)
#endif
#ifdef AMBIT_FOUND_STD_SCOPE
#    define AMBIT_STD(apply) apply(std_scope_exit) apply(std_scope_fail)
#else
#    define AMBIT_STD(apply)
#endif
#ifdef AMBIT_FOUND_BOOST_SCOPE
#    define AMBIT_BOOST(apply) apply(boost_scope) apply(boost_scope_fail)
#else
#    define AMBIT_BOOST(apply)
#endif

// clang-format off
#define AMBIT_EACH(apply)                                                                          \
    apply(hand_guards) apply(ambit_manager)                                                        \
    apply(hand_failed) apply(ambit_failed)                                                         \
    apply(hand_exception) apply(ambit_exception)                                                   \
    apply(hand_expected) apply(ambit_expected)                                                     \
    apply(hand_suppressed) apply(ambit_suppressed)                                                 \
    apply(hand_failing) apply(ambit_failing)                                                       \
    apply(hand_failing_twice) apply(ambit_failing_twice)                                           \
    AMBIT_ABSL(apply) AMBIT_GSL(apply) AMBIT_STD(apply) AMBIT_BOOST(apply)
// clang-format on

extern "C" {
AMBIT_EACH(AMBIT_DECLARE)
}

inline constexpr shape shapes[] = {AMBIT_EACH(AMBIT_LIST)};

#undef AMBIT_DECLARE
#undef AMBIT_LIST
#undef AMBIT_ABSL
#undef AMBIT_GSL
#undef AMBIT_STD
#undef AMBIT_BOOST
#undef AMBIT_EACH

#endif
