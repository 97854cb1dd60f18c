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

/// Whether the manager of a stage is known.
template <class S>
inline constexpr bool is_determined = !::std::is_same_v<typename S::judged_, undetermined>;
/// What rules that look at the facts of managers are told of one that is not.
template <class Form>
struct manager_facts<undetermined, Form> {
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
template <class S>
using facts_in = manager_facts<typename S::judged_>;
/// The same for its part in asynchronous runs.
template <class S>
using async_facts_in = manager_facts<typename S::judged_, form_in_run<true, typename S::judged_>>;

template <class Entries>
struct stages_of;
template <class... E>
struct stages_of<list<E...>> {
    using type = list<
        stage<E::index, choose_t<E::kind == stage_kind::manager,
                                 ::std::remove_const_t<typename E::manager>, undetermined>>...>;
};

/// How a body is called; one that cannot be since a stage is wrong is not looked into.
template <class Body, class Layout, bool Known = Layout::known::value>
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

// What stages are kept as, outermost first, and the chain that they are from. What many functions
// are named after, as the subject is, has that list in its name: that of a chain is longer.
template <class Entries>
struct kept_in;
template <::std::size_t... I, class... S, bool Const, class... C>
struct kept_in<list<stage_entry<I, S, Const, C>...>> {
    using type = list<S...>;
};
template <>
struct kept_in<list<>> {
    using type = list<>;
};
template <class Chain, class Kept>
struct chained;
template <class Chain>
struct chained<Chain, list<>> {
    using type = Chain;
};
template <class Chain, class S, class... More>
struct chained<Chain, list<S, More...>> : chained<seq<Chain, S>, list<More...>> {};
template <class Chain, class A, class B, class C, class D, class E, class F, class G, class H,
          class... More>
struct chained<Chain, list<A, B, C, D, E, F, G, H, More...>>
    : chained<seq<seq<seq<seq<seq<seq<seq<seq<Chain, A>, B>, C>, D>, E>, F>, G>, H>,
              list<More...>> {};

/// What rules judge: a pipeline or block, and what is to be done with it.
/// @tparam Kept what its stages are kept as. @tparam Body void for a pipeline.
template <class Kept, bool Const, class Body, class Rules, usage Use>
struct subject {
    using chain = typename chained<no_stages, Kept>::type;
    using layout = detail::layout<chain, Const>;
    using stages_type = choose_t<Const, chain const, chain>;
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
template <class Chain, bool Const, class Body, class Rules, usage Use>
using subject_in = subject<typename kept_in<typename entries_of<layout<Chain, Const>>::type>::type,
                           Const, Body, Rules, Use>;

template <class P, usage Use>
struct subject_of_plain;
template <class Chain, class... Rule, usage Use>
struct subject_of_plain<pipeline<Chain, Rule...>, Use> {
    using type = subject_in<Chain, false, void, list<Rule...>, Use>;
};
template <class Chain, class... Rule, usage Use>
struct subject_of_plain<pipeline<Chain, Rule...> const, Use> {
    using type = subject_in<Chain, true, void, list<Rule...>, Use>;
};
template <class Chain, class Body, class... Rule, usage Use>
struct subject_of_plain<block<Chain, Body, Rule...>, Use> {
    using type = subject_in<Chain, false, Body, list<Rule...>, Use>;
};
template <class Chain, class Body, class... Rule, usage Use>
struct subject_of_plain<block<Chain, Body, Rule...> const, Use> {
    using type = subject_in<Chain, true, Body const, list<Rule...>, Use>;
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
