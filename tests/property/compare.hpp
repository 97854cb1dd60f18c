// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_PROPERTY_COMPARE_HPP
#define AMBIT_TESTS_PROPERTY_COMPARE_HPP

#include <support/catch.hpp>

#include "probe.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// How many runs were compared: a test that compares none would prove nothing.
inline int compared = 0;

using some_steps = std::set<model::step>;

/// Calls check(failing, cancelling) with no step, each alone, each pair, and each three with the
/// body; all fail, or one of them is cancelled.
template <class Check>
void each_failing(std::vector<model::step> const& steps, Check check) {
    check(some_steps(), some_steps());
    for (std::size_t i = 0; i != steps.size(); ++i) {
        for (std::size_t j = i; j != steps.size(); ++j) {
            some_steps const pair{steps[i], steps[j]};
            check(pair, some_steps());
            check(pair, some_steps{steps[i]});
            if (i != j) {
                check(pair, some_steps{steps[j]});
            }
            some_steps const three{steps[i], steps[j], model::body};
            check(three, some_steps());
            check(three, some_steps{model::body});
        }
    }
}

/// Compares what the model expects of these stages with what happened.
inline void compare_records(std::vector<model::kind> const& stages, some_steps const& failing,
                            some_steps const& cancelling, model::record const& happened) {
    ++compared;
    auto const expected = model::run(stages, failing, cancelling);
    if (!(expected == happened)) {  // Catch's own comparison of so many would take minutes
        std::string kinds;
        for (auto k : stages)
            kinds += std::to_string(static_cast<int>(k)) + ' ';
        CAPTURE(kinds, failing, cancelling);
        CHECK(expected == happened);
    }
}

struct synchronous {
    template <model::kind... K>
    static void compare() {
        each_failing(probe::steps<K...>(), [](some_steps const& failing,
                                              some_steps const& cancelling) {
            compare_records({K...}, failing, cancelling, probe::run<K...>(failing, cancelling));
        });
    }
};

/// Compares runs of the stages whose kinds the number Code stands for, written to the base of the
/// kinds.
template <class Runs, std::uint64_t Code, std::size_t... I>
void compare_coded(std::index_sequence<I...>) {
    constexpr auto digit = [](std::size_t place) {
        std::uint64_t rest = Code;
        for (; place != 0; --place)
            rest /= model::kinds;
        return static_cast<model::kind>(rest % model::kinds);
    };
    Runs::template compare<digit(I)...>();
}

/// The k-th of a sequence of numbers that look random (splitmix64, S. Vigna, public domain).
constexpr std::uint64_t scrambled(std::uint64_t k) {
    k = (k + 1) * 0x9e3779b97f4a7c15U;
    k = (k ^ (k >> 30U)) * 0xbf58476d1ce4e5b9U;
    k = (k ^ (k >> 27U)) * 0x94d049bb133111ebU;
    return k ^ (k >> 31U);
}

/// Compares runs of all pipelines of Length stages.
template <class Runs, std::size_t Length, std::uint64_t... Code>
void compare_all(std::integer_sequence<std::uint64_t, Code...>) {
    (compare_coded<Runs, Code>(std::make_index_sequence<Length>()), ...);
}
/// The same for samples of them.
template <class Runs, std::size_t Length, std::uint64_t... K>
void compare_samples(std::integer_sequence<std::uint64_t, K...>) {
    (compare_coded<Runs, scrambled(K * 8 + Length)>(std::make_index_sequence<Length>()), ...);
}

#endif
