// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_NOTHROW_EXITS_HPP
#define AMBIT_ANALYSIS_RULES_NOTHROW_EXITS_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.nothrow_exits] Every exit is noexcept. Enforced on demand, by
/// `enforce<rules::nothrow_exits>`.
struct nothrow_exits : detail::stage_rule<nothrow_exits> {
    static constexpr char const* code = "ambit.nothrow_exits";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge(detail::list<S...>) {
        detail::verdict v = pass;
        ((v.holds && !detail::facts_in<S>::exit_is_noexcept ? void(v = fail(S::index, mend))
                                                            : void()),
         ...);
        return v;
    }
    template <class... S>
    static constexpr void explain(detail::message& m, detail::list<S...>) {
        bool first = true;
        ((!detail::facts_in<S>::exit_is_noexcept
              ? void(detail::name_stage<S>(detail::next_clause(m, first))
                     << " may throw from its exit")
              : void()),
         ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend =
        "make the exit noexcept, or declare on_exit_error<terminate>";
};

}  // namespace rules
AMBIT_END

#endif
