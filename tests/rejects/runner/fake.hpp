// SPDX-License-Identifier: BSL-1.0
// The shortest library that rejects as ambit does, so that the runner is tested without ambit.
#ifndef AMBIT_TESTS_REJECTS_RUNNER_FAKE_HPP
#define AMBIT_TESTS_REJECTS_RUNNER_FAKE_HPP

#include <cstddef>

template <std::size_t N>
struct text {
    char chars[N];
    constexpr text(char const (&from)[N]) {
        for (std::size_t i = 0; i != N; ++i)
            chars[i] = from[i];
    }
    constexpr std::size_t size() const { return N - 1; }
    constexpr char const* data() const { return chars; }
};

struct rule {};

template <class Rule, text Text>
inline constexpr bool rejected = false;

constexpr auto complaint() { return text("[fake.rule] stage 0 (thing): mend it"); }

template <bool Accepted>
void entry() {
#if defined(__clang__) && defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#    pragma clang diagnostic push
#    pragma clang diagnostic ignored "-Wc++26-extensions"
    static_assert(Accepted, complaint());
#    pragma clang diagnostic pop
#else
    static_assert(Accepted || rejected<rule, complaint()>);
#endif
}

#endif
