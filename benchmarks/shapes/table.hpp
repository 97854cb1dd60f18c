// SPDX-License-Identifier: BSL-1.0
// The shapes that programs run: pipelines beside the same work nested by hand.
#ifndef AMBIT_BENCHMARKS_SHAPES_TABLE_HPP
#define AMBIT_BENCHMARKS_SHAPES_TABLE_HPP

struct shape {
    char const* name;  // who wrote it and what its exits do
    int stages;
    int (*run)();
};

#define AMBIT_DECLARE(name) int name##_1(), name##_2(), name##_4(), name##_8(), name##_16();
#define AMBIT_LIST(name)                                                                      \
    {#name, 1, name##_1}, {#name, 2, name##_2}, {#name, 4, name##_4}, {#name, 8, name##_8}, { \
        #name, 16, name##_16                                                                  \
    }

extern "C" {
AMBIT_DECLARE(hand_guards)
AMBIT_DECLARE(ambit_manager)
AMBIT_DECLARE(hand_failed)
AMBIT_DECLARE(ambit_failed)
AMBIT_DECLARE(hand_exception)
AMBIT_DECLARE(ambit_exception)
AMBIT_DECLARE(hand_expected)
AMBIT_DECLARE(ambit_expected)
}

inline constexpr shape shapes[] = {
    AMBIT_LIST(hand_guards),   AMBIT_LIST(ambit_manager),  AMBIT_LIST(hand_failed),
    AMBIT_LIST(ambit_failed),  AMBIT_LIST(hand_exception), AMBIT_LIST(ambit_exception),
    AMBIT_LIST(hand_expected), AMBIT_LIST(ambit_expected),
};

#undef AMBIT_DECLARE
#undef AMBIT_LIST

#endif
