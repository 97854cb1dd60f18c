// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_HIDDEN_FAILURE_HPP
#define AMBIT_ANALYSIS_RULES_HIDDEN_FAILURE_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.hidden_failure] No stage that can suppress a failure is inside a transactional
/// one, which would commit what failed.
struct hidden_failure : detail::stage_rule<hidden_failure> {
    static constexpr char const* code = "ambit.hidden_failure";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge(detail::list<S...>) {
        if constexpr ((detail::facts_in<S>::suppresses || ...)) {
            bool const outer[] = {transactional<S>...};
            bool const inner[] = {hides<S>...};
            bool inside = false;
            for (::std::size_t i = 0; i != sizeof...(S); ++i) {
                if (inside && inner[i]) {
                    return fail(i, mend);
                }
                inside = inside || outer[i];
            }
        }
        return pass;
    }
    template <class... S>
    static constexpr void explain(detail::message& m, [[maybe_unused]] detail::list<S...> all) {
        bool first = true;
        bool inside = false;
        ((inside && hides<S> ? explain_one<S>(m, first, all) : void(),
          inside = inside || transactional<S>),
         ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend =
        "move the suppression outside the transaction, or say acknowledges<rules::hidden_failure>";

    template <class S>
    static constexpr bool transactional =
        detail::contains<typename S::properties, ::ambit::transactional>;
    template <class S>
    static constexpr bool hides =
        detail::facts_in<S>::suppresses &&
        !detail::contains<typename S::properties, acknowledges<hidden_failure>>;

    template <class S, class... All>
    static constexpr void explain_one(detail::message& m, bool& first, detail::list<All...>) {
        detail::name_stage<S>(detail::next_clause(m, first)) << " can suppress a failure that ";
        bool named = false;
        ((All::index < S::index && transactional<All>
              ? void((detail::name_stage<All>(m << (named ? " and " : "")), named = true))
              : void()),
         ...);
        m << " outside it would then commit";
    }
};

}  // namespace rules
AMBIT_END

#endif
