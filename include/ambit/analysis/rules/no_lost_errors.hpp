// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_NO_LOST_ERRORS_HPP
#define AMBIT_ANALYSIS_RULES_NO_LOST_ERRORS_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.no_lost_errors] Every exit that may throw is `aggregate` itself, or is inside a
/// stage whose exit takes an outcome and so can see what was set aside. Enforced on demand, by
/// `enforce<rules::no_lost_errors>`.
struct no_lost_errors : detail::stage_rule<no_lost_errors> {
    static constexpr char const* code = "ambit.no_lost_errors";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge(detail::list<S...>) {
        detail::verdict v = pass;
        bool seen = false;
        ((v.holds && !seen && may_lose<S> ? void(v = fail(S::index, mend)) : void(),
          seen = seen || detail::facts_in<S>::looks_at_outcome),
         ...);
        return v;
    }
    template <class... S>
    static constexpr void explain(detail::message& m, detail::list<S...>) {
        bool first = true;
        bool seen = false;
        ((!seen && may_lose<S>
              ? void(detail::name_stage<S>(detail::next_clause(m, first))
                     << " may throw from its exit what no stage outside it would see")
              : void(),
          seen = seen || detail::facts_in<S>::looks_at_outcome),
         ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend =
        "declare on_exit_error<aggregate>, or put a stage outside whose exit takes an outcome";

    template <class S>
    static constexpr bool may_lose = !detail::facts_in<S>::exit_is_noexcept &&
                                     detail::facts_in<S>::policy != detail::exit_policy::aggregate;
};

}  // namespace rules
AMBIT_END

#endif
