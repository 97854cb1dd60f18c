// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_EXCLUSIVE_HPP
#define AMBIT_ANALYSIS_RULES_EXCLUSIVE_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace detail {

template <class F>
inline constexpr bool is_exclusive = false;
template <class Tag>
inline constexpr bool is_exclusive<exclusive<Tag>> = true;

template <class Properties>
inline constexpr bool states_exclusive = false;
template <class... F>
inline constexpr bool states_exclusive<properties<F...>> = (is_exclusive<F> || ...);

/// Whether the facts of B state one of the exclusive facts in A.
template <class A, class B>
inline constexpr bool share_exclusive = false;
template <class... F, class B>
inline constexpr bool share_exclusive<properties<F...>, B> =
    ((is_exclusive<F> && contains<B, F>) || ...);

}  // namespace detail

namespace rules {

/// @brief [ambit.exclusive] No two stages carry `exclusive<Tag>` with the same Tag.
struct exclusive : detail::stage_rule<exclusive> {
    static constexpr char const* code = "ambit.exclusive";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge([[maybe_unused]] detail::list<S...> all) {
        if constexpr ((detail::states_exclusive<typename S::properties> || ...)) {
            return detail::first_of<again<S>(all)...>(mend);
        } else {
            return pass;
        }
    }
    template <class... S>
    static constexpr void explain(detail::message& m, [[maybe_unused]] detail::list<S...> all) {
        bool first = true;
        (explain_stage<S>(m, first, typename S::properties(), all), ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend = "remove one of them, or do their work in one stage";

    template <class Outer, class S>
    static consteval bool clash() {
        if constexpr (Outer::index < S::index) {
            return detail::share_exclusive<typename Outer::properties, typename S::properties>;
        } else {
            return false;
        }
    }
    // Only stages that are exclusive at all are compared: few, so the cost stays linear.
    template <class S, class... All>
    static consteval bool again(detail::list<All...>) {
        if constexpr (detail::states_exclusive<typename S::properties>) {
            return (clash<All, S>() || ...);
        } else {
            return false;
        }
    }
    template <class S, class... F, class All>
    static constexpr void explain_stage(detail::message& m, bool& first, properties<F...>,
                                        [[maybe_unused]] All all) {
        (explain_fact<S, F>(m, first, all), ...);
    }
    /// Names all that state the fact F, if S is the first of several.
    template <class S, class F, class... All>
    static constexpr void explain_fact(detail::message& m, bool& first, detail::list<All...>) {
        constexpr bool shared = ((All::index > S::index && has_fact<All, F>) || ...);
        constexpr bool earlier = ((All::index < S::index && has_fact<All, F>) || ...);
        if constexpr (detail::is_exclusive<F> && shared && !earlier) {
            detail::next_clause(m, first);
            bool named = false;
            ((has_fact<All, F>
                  ? void((detail::name_stage<All>(m << (named ? ", " : "")), named = true))
                  : void()),
             ...);
            (m << " carry the same ").template quoted<F>();
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
