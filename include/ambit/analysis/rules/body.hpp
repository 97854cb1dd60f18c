// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_BODY_HPP
#define AMBIT_ANALYSIS_RULES_BODY_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.body] The body and each factory can be called with the resources there are
/// (rule 3.4).
struct body : detail::judges_subject {
    static constexpr char const* code = "ambit.body";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return Subject::layout::known::value ? Subject::body_call::fits
                                             : !has_unbound(typename Subject::entries());
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        bool first = true;
        explain_factories(m, first, typename Subject::entries());
        if constexpr (Subject::layout::known::value && !Subject::body_call::fits) {
            detail::next_clause(m, first) << "the body ";
            explain_call<typename Subject::body, Subject::body_call::how>(
                m, typename Subject::resources());
        }
        m << ": name parameters for the resources wanted, each by its type, or all in order";
    }

private:
    template <class... E>
    static consteval bool has_unbound(detail::list<E...>) {
        return ((E::kind == detail::stage_kind::unbound) || ...);
    }
    template <class... E>
    static constexpr void explain_factories(detail::message& m, bool& first, detail::list<E...>) {
        (explain_factory<E>(m, first), ...);
    }
    template <class E>
    static constexpr void explain_factory(detail::message& m, bool& first) {
        if constexpr (E::kind == detail::stage_kind::unbound) {
            detail::next_clause(m, first) << "the factory at stage " << E::index << " ";
            explain_call<typename E::classified::callable, E::classified::how>(
                m, typename E::classified::resources());
        }
    }
    template <class F, detail::fit How, class... O>
    static constexpr void explain_call(detail::message& m, detail::list<O...>) {
        using callee = ::std::remove_const_t<detail::callee_t<F>>;
        m.quoted<callee>() << " wants ";
        if constexpr (detail::has_signature<callee>) {
            name_parameters(m, typename detail::signature_t<callee>::parameters());
        } else {
            m << "what it does not get (it is generic or overloaded: all resources in order, else "
                 "none)";
        }
        if constexpr (!::std::is_same_v<detail::callee_t<F>, F>) {
            m << ", wrapped: the resources and then the arguments of the call, or those alone";
        }
        m << (sizeof...(O) == 0 ? ", and there are no resources" : ", the resources are (");
        bool first = true;
        (((m << (first ? "" : ", ")).template type<typename O::resource>()
              << " of stage " << O::index,
          first = false),
         ...);
        m << (sizeof...(O) == 0 ? "" : ")")
          << (How == detail::fit::ambiguous_type ? ", two of them of a wanted type"
              : How == detail::fit::wanted_twice ? ", one of them wanted twice"
                                                 : "");
    }
    template <class... P>
    static constexpr void name_parameters(detail::message& m, detail::list<P...>) {
        m << "(";
        bool first = true;
        (((m << (first ? "" : ", ")).template type<P>(), first = false), ...);
        m << ")";
    }
};

}  // namespace rules
AMBIT_END

#endif
