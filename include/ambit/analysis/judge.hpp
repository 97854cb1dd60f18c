// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_JUDGE_HPP
#define AMBIT_ANALYSIS_JUDGE_HPP

#include <ambit/analysis/rules.hpp>

// A rejected pipeline is one error of few lines that shows the text of a constant. Compilers that
// take a text of the program's own in static_assert (C++26, P2741; clang 20 does so in all modes)
// are given it; others print it as part of a type's name. Each entry point writes the assert out,
// in its body and not as a constraint: a shared function or a macro would cost the reader three
// lines more, and an expression within the assert four.

AMBIT_BEGIN
namespace detail {

template <class Rule>
concept subject_rule = ::std::is_base_of_v<judges_subject, Rule>;
template <class Rule>
concept own_stage_rule = ::std::is_base_of_v<judges_stages, Rule>;

template <class Stages>
struct hana_list;
template <class... S>
struct hana_list<list<S...>> {
    static constexpr auto value = ::boost::hana::tuple_t<S...>;
};

/// What a rule of the user's says, or one of the library's that judges stages only.
template <class Rule, class Subject>
[[nodiscard]] consteval verdict stages_verdict() {
    if constexpr (own_stage_rule<Rule>) {
        return Rule::judge(typename Subject::stages());
    } else {
        static_cast<void>(Rule::code);  // used, whether it is printed or not
        return Rule::check(hana_list<typename Subject::stages>::value);
    }
}

template <class Rule, class Subject>
[[nodiscard]] consteval bool rule_holds() {
    if constexpr (subject_rule<Rule>) {
        return Rule::template holds<Subject>();
    } else {
        return detail::stages_verdict<Rule, Subject>().holds;
    }
}

/// The first rule of the list that is violated, or void.
template <class Subject>
[[nodiscard]] consteval auto first_violated(list<>) {
    return ::std::type_identity<void>();
}
template <class Subject, class Rule, class... More>
[[nodiscard]] consteval auto first_violated(list<Rule, More...>) {
    if constexpr (detail::rule_holds<Rule, Subject>()) {
        return detail::first_violated<Subject>(list<More...>());
    } else {
        return ::std::type_identity<Rule>();
    }
}
template <class Subject>
inline constexpr bool is_refused_before = contains<typename Subject::enforced, refused_before>;

template <class Subject>
struct violated {
    using type = typename decltype(detail::first_violated<Subject>(
        typename joined<standing_rules, typename Subject::enforced>::type()))::type;
};
template <class Subject>
    requires is_refused_before<Subject>
struct violated<Subject> {
    using type = void;
};
template <class Subject>
using violated_t = typename violated<Subject>::type;

template <class Subject>
inline constexpr bool accepted = ::std::is_void_v<violated_t<Subject>>;

/// No error, now or before.
template <class Subject>
inline constexpr bool may_execute = accepted<Subject> && !is_refused_before<Subject>;

template <class... S>
constexpr void name_stage_at(message& m, ::std::size_t index, list<S...>) {
    m << "stage " << index << " ";
    ((S::index == index ? void(m.quoted<typename S::manager_type>()) : void()), ...);
}

template <class Rule, class Subject>
[[nodiscard]] consteval message complaint_of() {
    message m;
    m << "[" << detail::chars_of(Rule::code) << "] ";
    if constexpr (subject_rule<Rule>) {
        Rule::template explain<Subject>(m);
    } else if constexpr (own_stage_rule<Rule>) {
        Rule::explain(m, typename Subject::stages());
    } else {
        verdict const v = detail::stages_verdict<Rule, Subject>();
        detail::name_stage_at(m, v.index, typename Subject::stages());
        m << ": " << v.text;
    }
    return m;
}

/// What is wrong with the Subject, in words; empty if nothing is.
template <class Subject>
[[nodiscard]] consteval auto complaint() {
    using rule = violated_t<Subject>;
    if constexpr (::std::is_void_v<rule>) {
        return text<0>();
    } else {
        constexpr message m = detail::complaint_of<rule, Subject>();
        return text<m.size()>(m);
    }
}

/// What compilers without such asserts print: g++ the text, clang before version 20 the rule.
template <class Violated, auto Complaint>
inline constexpr bool no_complaint = Complaint.size() == 0;

}  // namespace detail
AMBIT_END

#if defined(__clang__) && __clang_major__ >= 20
#    define AMBIT_ASSERTS_WITH_TEXT 1
#elif defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#    define AMBIT_ASSERTS_WITH_TEXT 1
#else
#    define AMBIT_ASSERTS_WITH_TEXT 0
#endif

#endif
