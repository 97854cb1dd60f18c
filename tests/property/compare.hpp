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

/// No step fails, each alone, each pair, and each three with the body.
template <model::kind... K>
void compare() {
    std::vector<model::kind> const stages{K...};
    auto const check = [&](std::set<model::step> const& failing) {
        ++compared;
        auto const expected = model::run(stages, failing);
        auto const happened = probe::run<K...>(failing);
        if (!(expected == happened)) {  // Catch's own comparison of so many would take minutes
            std::string kinds;
            for (auto k : stages)
                kinds += std::to_string(static_cast<int>(k)) + ' ';
            CAPTURE(kinds, failing);
            CHECK(expected == happened);
        }
    };
    check({});
    auto const steps = probe::steps<K...>();
    for (std::size_t i = 0; i != steps.size(); ++i) {
        for (std::size_t j = i; j != steps.size(); ++j) {
            check({steps[i], steps[j]});
            check({steps[i], steps[j], model::body});
        }
    }
}

/// The kinds of Length stages that the number Code stands for, written to the base of the kinds.
template <std::uint64_t Code, std::size_t... I>
void compare_coded(std::index_sequence<I...>) {
    constexpr auto digit = [](std::size_t place) {
        std::uint64_t rest = Code;
        for (; place != 0; --place)
            rest /= model::kinds;
        return static_cast<model::kind>(rest % model::kinds);
    };
    compare<digit(I)...>();
}

/// The k-th of a sequence of numbers that look random (splitmix64, S. Vigna, public domain).
constexpr std::uint64_t scrambled(std::uint64_t k) {
    k = (k + 1) * 0x9e3779b97f4a7c15U;
    k = (k ^ (k >> 30U)) * 0xbf58476d1ce4e5b9U;
    k = (k ^ (k >> 27U)) * 0x94d049bb133111ebU;
    return k ^ (k >> 31U);
}

#endif
