// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_SUPPRESSION_HPP
#define AMBIT_ANALYSIS_RULES_SUPPRESSION_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace detail {

template <class Inner, class E>
inline constexpr bool covers = false;
template <class... D, class E>
inline constexpr bool covers<list<D...>, E> =
    ((::std::is_same_v<D, E> ||
      (::std::is_class_v<D> && ::std::is_convertible_v<E*, D*> && ::std::is_base_of_v<D, E>)) ||
     ...);

template <class Old, class New>
inline constexpr bool within = false;
template <class Old, class... E>
inline constexpr bool within<Old, list<E...>> = (covers<Old, E> && ...);

/// Whether facts New, added by `with` to a manager that states Old, suppress more than that.
template <class Old, class New>
[[nodiscard]] consteval bool widens() {
    using before = fact_summary<Old>;
    using after = fact_summary<New>;
    if constexpr (!before::suppression_declared || !after::suppression_declared) {
        return false;
    } else if constexpr (before::suppresses_everything) {
        // Everything is any failure but a cancellation, which is named or not suppressed.
        return contains<typename after::suppressed, cancelled> &&
               !contains<typename before::suppressed, cancelled>;
    } else {
        return after::suppresses_everything ||
               !within<typename before::suppressed, typename after::suppressed>;
    }
}
/// Whether a `with` around M, or one inside that, widens.
template <class M>
inline constexpr bool widened = false;
template <class M, class... Fact>
inline constexpr bool widened<with_facts<M, Fact...>> =
    widens<properties_of<M>, properties<Fact...>>() || widened<::std::remove_cvref_t<M>>;
template <::std::size_t I, class M, class... Fact>
inline constexpr bool widened<stage<I, with_facts<M, Fact...>>> = widened<with_facts<M, Fact...>>;

}  // namespace detail

namespace rules {

/// @brief [ambit.suppression] An exit that returns bool says what it may suppress, and `with`
/// narrows what a manager declares.
struct suppression : detail::stage_rule<suppression> {
    static constexpr char const* code = "ambit.suppression";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge(detail::list<S...>) {
        if constexpr ((may_be_wrong<S> || ...)) {
            return detail::first_of<(undeclared<S> || detail::widened<S>)...>(
                "declare suppresses<E...> or suppresses_everything, or return void; narrow what is "
                "declared");
        } else {
            return pass;
        }
    }
    template <class... S>
    static constexpr void explain(detail::message& m, detail::list<S...>) {
        bool first = true;
        (explain_one<S>(m, first), ...);
    }

private:
    template <class S>
    static constexpr bool may_be_wrong =
        detail::facts_in<S>::returns_bool || detail::async_facts_in<S>::returns_bool ||
        detail::widened<S>;
    /// A generator's exit says whether it swallowed the failure, which means nothing undeclared.
    template <class S>
    static constexpr bool undeclared =
        !requires { typename S::manager_type::tells_what_it_swallows; } &&
        (detail::facts_in<S>::returns_bool || detail::async_facts_in<S>::returns_bool) &&
        !detail::fact_summary<typename S::properties>::suppression_declared;
    template <class S>
    static constexpr void explain_one(detail::message& m, bool& first) {
        if constexpr (undeclared<S>) {
            detail::name_stage<S>(detail::next_clause(m, first))
                << " has an exit that returns bool and declares no suppression: say what it may "
                   "suppress with suppresses<E...> or suppresses_everything in its properties (or "
                   "by "
                   "with<...>), or return void";
        } else if constexpr (detail::widened<S>) {
            detail::name_stage<S>(detail::next_clause(m, first))
                << " would suppress more by with<...> than it declares itself: name only types "
                   "that "
                   "it declares or that derive from them";
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
