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

template <class Properties, class B>
constexpr void name_shared_tags(message&, B const*) {}
template <class Properties, class... G>
constexpr void name_shared_tags(message& m, properties<G...> const*) {
    bool first = true;
    ((is_exclusive<G> && contains<Properties, G>
          ? void(((m << (first ? "" : ", ")).template type<G>(), first = false))
          : void()),
     ...);
}

}  // namespace detail

namespace rules {

/// @brief [ambit.exclusive] No two stages carry `exclusive<Tag>` with the same Tag.
struct exclusive : detail::stage_rule<exclusive> {
    static constexpr char const* code = "ambit.exclusive";

    template <class... S>
    [[nodiscard]] static consteval verdict judge([[maybe_unused]] detail::list<S...> all) {
        if constexpr ((detail::states_exclusive<facts_of<S>> || ...)) {
            return detail::first_of<again<S>(all)...>(mend);
        } else {
            return pass;
        }
    }
    template <class... S>
    static constexpr void explain(detail::message& m, [[maybe_unused]] detail::list<S...> all) {
        bool first = true;
        (explain_stage<S>(m, first, all), ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend = "remove one of them, or do their work in one stage";

    template <class Outer, class S>
    static consteval bool clash() {
        if constexpr (Outer::index < S::index) {
            return detail::share_exclusive<facts_of<Outer>, facts_of<S>>;
        } else {
            return false;
        }
    }
    // Only stages that are exclusive at all are compared: few, so the cost stays linear.
    template <class S, class... All>
    static consteval bool again(detail::list<All...>) {
        if constexpr (detail::states_exclusive<facts_of<S>>) {
            return (clash<All, S>() || ...);
        } else {
            return false;
        }
    }
    template <class S, class... All>
    static constexpr void explain_stage(detail::message& m, bool& first, [[maybe_unused]] detail::list<All...> all) {
        if constexpr (again<S>(detail::list<All...>())) {
            detail::name_stage<S>(detail::next_clause(m, first));
            (explain_clash<All, S>(m), ...);
        }
        static_cast<void>(all);
    }
    template <class Outer, class S>
    static constexpr void explain_clash(detail::message& m) {
        if constexpr (clash<Outer, S>()) {
            detail::name_stage<Outer>(m << " and ") << " both carry ";
            detail::name_shared_tags<facts_of<Outer>>(m,
                                                      static_cast<facts_of<S> const*>(nullptr));
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
