// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_STAGE_RULE_HPP
#define AMBIT_ANALYSIS_RULES_STAGE_RULE_HPP

#include <ambit/analysis/subject.hpp>

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

AMBIT_BEGIN
namespace detail {

/// The interface of a rule, `check` over a Hana list of stages, for the library's own rules, which
/// judge a plain list of types: that costs less to compile.
struct judges_stages {};
template <class Rule>
struct stage_rule : judges_stages {
    /// @brief Passes, or fails at the first stage that violates the rule.
    /// @param stages `boost::hana::tuple_t<stage<I, M>...>`
    template <class L>
    [[nodiscard]] static constexpr verdict check(L const& stages) {
        return ::boost::hana::unpack(stages, [](auto... t) {
            return Rule::judge(list<typename decltype(t)::type...>());
        });
    }
};

/// Fails at the first stage that is an offender, if any.
template <bool... Offender>
[[nodiscard]] consteval verdict first_of(char const* mend) {
    bool const offenders[] = {Offender..., true};
    ::std::size_t first = 0;
    while (!offenders[first]) {
        ++first;
    }
    return first == sizeof...(Offender) ? pass : fail(first, mend);
}

}  // namespace detail
AMBIT_END

#endif
