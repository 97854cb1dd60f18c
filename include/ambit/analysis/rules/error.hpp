// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_ERROR_HPP
#define AMBIT_ANALYSIS_RULES_ERROR_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace detail {

/// The facts of M in the form in which entering may end with an error by value, if one may.
template <class M>
using fallible_facts = choose_t<manager_facts<M>::enter_is_fallible, manager_facts<M>,
                                manager_facts<M, form_in_run<true, M>>>;
/// The error that entering M may end with, by value; else void.
template <class M, bool Fallible = fallible_facts<M>::enter_is_fallible>
struct enter_error {
    using type = void;
};
template <class M>
struct enter_error<M, true> {
    using type = error_t<entered_t<typename fallible_facts<M>::form, M>>;
};
template <class M>
using enter_error_t = typename enter_error<M>::type;

}  // namespace detail

namespace rules {

/// @brief [ambit.error] Where an enter may return an error by value, the body's result can carry
/// that error.
struct error : detail::judges_subject {
    static constexpr char const* code = "ambit.error";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        if constexpr (Subject::has_body && Subject::layout::known::value &&
                      Subject::body_call::fits) {
            return holds_for<typename Subject::result>(typename Subject::entries());
        } else {
            return true;
        }
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        bool first = true;
        explain_all<typename Subject::result>(m, first, typename Subject::entries());
        m << ": let the body return an expected-like type with that error";
    }

private:
    template <class Result, class E>
    static consteval bool carried() {
        using e = detail::enter_error_t<typename E::manager>;
        if constexpr (::std::is_void_v<e>) {
            return true;
        } else if constexpr (::std::is_object_v<Result>) {
            return detail::carries_error<Result, e>;
        } else {
            return false;
        }
    }
    template <class Result, class... E>
    static consteval bool holds_for(detail::list<E...>) {
        if constexpr ((detail::fallible_facts<typename E::manager>::enter_is_fallible || ...)) {
            return (carried<Result, E>() && ...);
        } else {
            return true;
        }
    }
    template <class Result, class... E>
    static constexpr void explain_all(detail::message& m, bool& first, detail::list<E...>) {
        (explain_one<Result, E>(m, first), ...);
    }
    template <class Result, class E>
    static constexpr void explain_one(detail::message& m, bool& first) {
        if constexpr (!carried<Result, E>()) {
            using M = typename E::manager;
            (detail::next_clause(m, first) << "stage " << E::index << " ")
                    .template quoted<detail::bare_t<M>>()
                << " may fail to enter with an error ";
            m.quoted<detail::enter_error_t<M>>() << ", which the result of the body, ";
            m.quoted<Result>() << ", cannot carry";
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
