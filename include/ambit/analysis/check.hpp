// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_CHECK_HPP
#define AMBIT_ANALYSIS_CHECK_HPP

#include <ambit/analysis/judge.hpp>

AMBIT_BEGIN
namespace detail {

template <class... Rule>
struct enforce_fn {
    /// @brief p with more rules: they are checked whenever it is, composed further or not.
    template <class P>
        requires(a_pipeline<P> || a_block<P>)
    [[nodiscard]] constexpr auto operator()(P&& p) const {
        using plain = ::std::remove_cvref_t<P>;
        using rules = typename all_rules<typename plain::rules, list<Rule...>>::type;
        if constexpr (a_block<P>) {
            return typename block_of<chain_from_t<P>, typename plain::body_type, rules>::type(
                detail::chain_from(static_cast<P&&>(p)), static_cast<P&&>(p).body_);
        } else {
            return pipeline_of<chain_from_t<P>, rules>{{}, detail::chain_from(static_cast<P&&>(p))};
        }
    }
};

template <class P>
[[nodiscard]] constexpr P identity(P&& p) {
    return static_cast<P&&>(p);
}

struct check_fn {
    template <class P>
        requires(a_pipeline<P> || a_block<P>)
    constexpr decltype(auto) operator()(P&& p) const {
        using judged = subject_of<P>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            return identity<P>(static_cast<P&&>(p));
        } else {
            return enforce_fn<refused_before>()(static_cast<P&&>(p));
        }
    }
};

}  // namespace detail

/// @brief `check(p)`: checks a pipeline or block now and returns it.
///
/// Requires: p keeps every rule but those which depend on how it is run (ambit.async,
/// ambit.reuse); else the program is ill-formed, with one error that names the rule, the stages and
/// the mend. Effects: none at run time.
inline constexpr detail::check_fn check{};

/// @brief Whether `check` would accept a P, a pipeline or block. Never an error.
template <class P>
inline constexpr bool well_formed = detail::accepted<detail::subject_of<P>>;

/// @brief `enforce<Rule...>(p)`: p, a pipeline or block, held to more rules, which stay with it
/// when it is composed further.
/// @tparam Rule has `static constexpr` `code`, which converts to `std::string_view`, and `check`: a
/// template that is called with `boost::hana::tuple_t<stage<I, M>...>` and returns `pass` or
/// `fail(index, text)`.
template <class... Rule>
inline constexpr detail::enforce_fn<Rule...> enforce{};

AMBIT_END

#endif
