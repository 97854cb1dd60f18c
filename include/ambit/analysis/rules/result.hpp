// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_RESULT_HPP
#define AMBIT_ANALYSIS_RULES_RESULT_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.result] A body's result that cannot be moved is returned in place: no stage can
/// suppress a failure, and no exit throws.
struct result {
    static constexpr char const* code = "ambit.result";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        using T = typename Subject::result;
        if constexpr (Subject::has_body && Subject::body_call::fits && ::std::is_object_v<T> &&
                      !::std::is_move_constructible_v<T>) {
            return holds_for(typename Subject::stages());
        } else {
            return true;
        }
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        m << "the result of the body, ";
        m.quoted<typename Subject::result>() << ", cannot be moved, but ";
        bool first = true;
        explain_all(m, first, typename Subject::stages());
        m << ": return something that can be moved, or make these exits noexcept and let nothing "
             "suppress";
    }

private:
    template <class S>
    static constexpr bool in_the_way =
        detail::facts_in<S>::suppresses || !detail::facts_in<S>::exit_is_noexcept;
    template <class... S>
    static consteval bool holds_for(detail::list<S...>) {
        return !(in_the_way<S> || ...);
    }
    template <class... S>
    static constexpr void explain_all(detail::message& m, bool& first, detail::list<S...>) {
        ((in_the_way<S> ? void(detail::name_stage<S>(detail::next_clause(m, first))
                               << (detail::facts_in<S>::suppresses ? " can suppress a failure"
                                                                   : " may throw from its exit"))
                        : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
