// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_SUBJECT_HPP
#define AMBIT_ANALYSIS_SUBJECT_HPP

#include <ambit/analysis/message.hpp>
#include <ambit/analysis/stage.hpp>
#include <ambit/analysis/traits.hpp>
#include <ambit/analysis/verdict.hpp>
#include <ambit/pipeline/layout.hpp>
#include <ambit/pipeline/pipeline.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// What is about to be done with a pipeline or block, as far as rules depend on it.
enum class usage : unsigned char {
    check,            ///< nothing yet
    run,              ///< run once, synchronously
    run_again,        ///< run, synchronously, what may be run again: an lvalue, or by `wrap`
    async_run,        ///< run once, asynchronously
    async_run_again,  ///< run, asynchronously, what may be run again
};
[[nodiscard]] consteval bool is_async(usage use) noexcept {
    return use == usage::async_run || use == usage::async_run_again;
}
[[nodiscard]] consteval bool runs_again(usage use) noexcept {
    return use == usage::run_again || use == usage::async_run_again;
}

/// Judged in place of the manager by rules that look at the manager's type.
template <class S>
struct manager_in;
template <::std::size_t I, class M>
struct manager_in<stage<I, M>> {
    static constexpr bool known = true;
    using facts = manager_facts<M>;
    using async_facts = manager_facts<M, form_in_run<true, M>>;
};
template <::std::size_t I>
struct manager_in<stage<I, undetermined>> {
    static constexpr bool known = false;
    struct facts {
        static constexpr bool async_only = false;
        static constexpr bool has_async = false;
        static constexpr bool suppresses = false;
        static constexpr bool exit_is_noexcept = true;
        static constexpr bool looks_at_outcome = false;
        static constexpr bool returns_bool = false;
        static constexpr bool around = false;
        static constexpr bool enter_is_fallible = false;
        static constexpr exit_policy policy = exit_policy::keep_first;
    };
    using async_facts = facts;
};
template <class S>
using facts_in = typename manager_in<S>::facts;
/// The same for its part in asynchronous runs.
template <class S>
using async_facts_in = typename manager_in<S>::async_facts;

template <class Entries>
struct stages_of;
template <class... E>
struct stages_of<list<E...>> {
    using type = list<
        stage<E::index, choose_t<E::kind == stage_kind::manager,
                                 ::std::remove_const_t<typename E::manager>, undetermined>>...>;
};

/// How a body is called; one that cannot be since a stage is wrong is not looked into.
template <class Body, class Layout, bool Known = Layout::known>
struct body_call {
    using type = binding<Body, typename resources_of<Layout>::type>;
};
template <class Body, class Layout>
struct body_call<Body, Layout, false> {
    using type = bound_call<Body, arguments<fit::nothing_fits>>;
};
struct no_body {
    using taken = list<>;
    static constexpr bool fits = true;
    static constexpr bool is_noexcept = true;
    using result = void;
};
template <class Layout>
struct body_call<void, Layout, true> {
    using type = no_body;
};
template <class Layout>
struct body_call<void, Layout, false> {
    using type = no_body;
};

template <usage Use, class Returned>
struct result_in : awaited_or<Returned, Returned> {};
template <class Returned>
struct result_in<usage::run, Returned> {
    using type = Returned;
};
template <class Returned>
struct result_in<usage::run_again, Returned> {
    using type = Returned;
};

/// What rules judge: a pipeline or block, and what is to be done with it.
/// @tparam Body void for a pipeline.
template <class Chain, bool Const, class Body, class Rules, usage Use>
struct subject {
    using layout = detail::layout<Chain, Const>;
    using stages_type = choose_t<Const, Chain const, Chain>;
    using entries = typename entries_of<layout>::type;
    using resources = typename resources_of<layout>::type;
    using stages = typename stages_of<entries>::type;
    using body = Body;
    using body_call = typename detail::body_call<Body, layout>::type;
    /// What the body returns, and what it comes to: what awaiting that yields, unless it is run
    /// synchronously, which is refused then.
    using returned = typename body_call::result;
    using result = typename result_in<Use, returned>::type;
    using enforced = Rules;
    static constexpr bool has_body = !::std::is_void_v<Body>;
    static constexpr usage use = Use;
};

template <class P, usage Use>
struct subject_of_plain;
template <class Chain, class... Rule, usage Use>
struct subject_of_plain<pipeline<Chain, Rule...>, Use> {
    using type = subject<Chain, false, void, list<Rule...>, Use>;
};
template <class Chain, class... Rule, usage Use>
struct subject_of_plain<pipeline<Chain, Rule...> const, Use> {
    using type = subject<Chain, true, void, list<Rule...>, Use>;
};
template <class Chain, class Body, class... Rule, usage Use>
struct subject_of_plain<block<Chain, Body, Rule...>, Use> {
    using type = subject<Chain, false, Body, list<Rule...>, Use>;
};
template <class Chain, class Body, class... Rule, usage Use>
struct subject_of_plain<block<Chain, Body, Rule...> const, Use> {
    using type = subject<Chain, true, Body const, list<Rule...>, Use>;
};
/// @tparam P a pipeline or block, or a reference to one.
template <class P, usage Use = usage::check>
using subject_of = typename subject_of_plain<::std::remove_reference_t<P>, Use>::type;

/// The base of the library's rules that look at more than the stages.
struct judges_subject {};

/// Writes "stage 2 `type`".
template <class S>
constexpr message& name_stage(message& m) noexcept {
    return (m << "stage " << S::index << " ").template quoted<typename S::manager_type>();
}
/// Parts of a sentence that are joined by "; ".
constexpr message& next_clause(message& m, bool& first) noexcept {
    m << (first ? "" : "; ");
    first = false;
    return m;
}

}  // namespace detail
AMBIT_END

#endif
