// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_RESULT_HPP
#define AMBIT_ANALYSIS_RULES_RESULT_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.result] A body's result that cannot be moved is returned in place: no stage can
/// suppress a failure, and no exit throws.
struct result : detail::judges_subject {
    static constexpr char const* code = "ambit.result";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        using T = typename Subject::result;
        if constexpr (Subject::has_body && Subject::body_call::fits && ::std::is_object_v<T> &&
                      !::std::is_move_constructible_v<T>) {
            return !detail::is_async(Subject::use) &&
                   holds_for<detail::expected_like<T>>(typename Subject::stages());
        } else {
            return true;
        }
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        m << "the result of the body, ";
        m.quoted<typename Subject::result>() << ", cannot be moved, but ";
        if constexpr (detail::is_async(Subject::use)) {
            m << "an asynchronous run keeps it while exits are awaited: return something that can "
                 "be moved";
            return;
        }
        bool first = true;
        explain_all<detail::expected_like<typename Subject::result>>(m, first,
                                                                     typename Subject::stages());
        m << ": return something that can be moved, or make these exits noexcept and let nothing "
             "suppress";
    }

private:
    /// What keeps a result from being constructed where the caller wants it: something has to be
    /// done after the body that may replace it, or that has to look at it.
    template <class S, bool Expected>
    static constexpr bool in_the_way =
        detail::facts_in<S>::suppresses || !detail::facts_in<S>::exit_is_noexcept ||
        detail::facts_in<S>::around || (Expected && detail::facts_in<S>::looks_at_outcome);
    template <bool Expected, class... S>
    static consteval bool holds_for(detail::list<S...>) {
        constexpr bool guards_only = !(detail::facts_in<S>::looks_at_outcome || ...);
        return !(in_the_way<S, Expected> || ...) &&
               (guards_only || !(detail::facts_in<S>::enter_is_fallible || ...));
    }
    template <bool Expected, class... S>
    static constexpr void explain_all(detail::message& m, bool& first, detail::list<S...>) {
        ((in_the_way<S, Expected> || detail::facts_in<S>::enter_is_fallible
              ? void(detail::name_stage<S>(detail::next_clause(m, first))
                     << (detail::facts_in<S>::suppresses          ? " can suppress a failure"
                         : detail::facts_in<S>::around            ? " surrounds the body"
                         : !detail::facts_in<S>::exit_is_noexcept ? " may throw from its exit"
                         : detail::facts_in<S>::enter_is_fallible
                             ? " may fail to enter by value"
                             : " looks at the outcome, which the result holds"))
              : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
