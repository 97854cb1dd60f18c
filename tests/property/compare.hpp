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

/// Calls check(failing) with no step, each alone, each pair, and each three with the body.
template <class Check>
void each_failing(std::vector<model::step> const& steps, Check check) {
    check(std::set<model::step>());
    for (std::size_t i = 0; i != steps.size(); ++i) {
        for (std::size_t j = i; j != steps.size(); ++j) {
            check(std::set{steps[i], steps[j]});
            check(std::set{steps[i], steps[j], model::body});
        }
    }
}

/// Compares what the model expects of these stages with what happened.
inline void compare_records(std::vector<model::kind> const& stages,
                            std::set<model::step> const& failing,
                            std::set<model::step> const& cancelling,
                            model::record const& happened) {
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

/// Synchronous runs, in which some steps fail.
struct synchronous {
    template <model::kind... K>
    static void compare() {
        each_failing(probe::steps<K...>(), [](std::set<model::step> const& failing) {
            compare_records({K...}, failing, {}, probe::run<K...>(failing));
        });
    }
};

/// Compares the Length stages whose kinds the number Code stands for, written to the base of the
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

/// All pipelines of Length stages.
template <class Runs, std::size_t Length, std::uint64_t... Code>
void compare_all(std::integer_sequence<std::uint64_t, Code...>) {
    (compare_coded<Runs, Code>(std::make_index_sequence<Length>()), ...);
}
/// Samples of them.
template <class Runs, std::size_t Length, std::uint64_t... K>
void compare_samples(std::integer_sequence<std::uint64_t, K...>) {
    (compare_coded<Runs, scrambled(K * 8 + Length)>(std::make_index_sequence<Length>()), ...);
}

#endif
