// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_PIPELINE_HPP
#define AMBIT_PIPELINE_PIPELINE_HPP

#include <ambit/manager/fact_list.hpp>
#include <ambit/pipeline/binding.hpp>
#include <ambit/pipeline/chain.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN

template <class Chain, class... Rule>
struct pipeline;
template <class Chain, class Body, class... Rule>
class block;

namespace detail {

template <class T>
struct is_pipeline : ::std::false_type {};
template <class Chain, class... Rule>
struct is_pipeline<pipeline<Chain, Rule...>> : ::std::true_type {};
template <class T>
struct is_pipeline<T const> : is_pipeline<T> {};
template <class T>
struct is_pipeline<T&> : is_pipeline<T> {};
template <class T>
struct is_pipeline<T&&> : is_pipeline<T> {};
template <class T>
struct is_block : ::std::false_type {};
template <class Chain, class Body, class... Rule>
struct is_block<block<Chain, Body, Rule...>> : ::std::true_type {};
template <class T>
struct is_block<T const> : is_block<T> {};
template <class T>
struct is_block<T&> : is_block<T> {};
template <class T>
struct is_block<T&&> : is_block<T> {};

template <class T>
concept a_pipeline = is_pipeline<T>::value;
template <class T>
concept a_block = is_block<T>::value;

template <class Rules, class... More>
struct united {
    using type = Rules;
};
template <class... R, class Rule, class... More>
struct united<list<R...>, Rule, More...>
    : united<::std::conditional_t<(::std::is_same_v<R, Rule> || ...), list<R...>, list<R..., Rule>>,
             More...> {};

template <class A, class B>
struct all_rules;
template <class... A, class... B>
struct all_rules<list<A...>, list<B...>> : united<list<A...>, B...> {};

template <class Rules>
struct held_to;
template <class... Rule>
struct held_to<list<Rule...>> {
    template <class Chain>
    using pipeline_of = pipeline<Chain, Rule...>;
};
template <class Chain, class Rules>
using pipeline_of = typename held_to<Rules>::template pipeline_of<Chain>;
template <class Chain, class Body, class Rules>
struct block_of;
template <class Chain, class Body, class... Rule>
struct block_of<Chain, Body, list<Rule...>> {
    using type = block<Chain, Body, Rule...>;
};

/// The chain of p, to compose further: that of an lvalue is referred to, an rvalue's moved on.
template <class P>
[[nodiscard]] constexpr decltype(auto) chain_from(P&& p) {
    if constexpr (::std::is_lvalue_reference_v<P>) {
        return detail::refer_to(p.chain_);
    } else {
        return (static_cast<P&&>(p).chain_);
    }
}
template <class P>
using chain_from_t = ::std::remove_cvref_t<decltype(detail::chain_from(::std::declval<P>()))>;

/// Stands among the rules of what has been refused: one error is enough.
struct refused_before {};

/// What a refused composition is, so that what is done with it is no second error.
struct refused_body {
    unknown_result operator()() const noexcept;
};
template <class P, class Q>
[[nodiscard]] constexpr auto refused_pipeline(P&& p, Q&& q) {
    using chain = seq<chain_from_t<P>, stage_t<Q>>;
    return pipeline<chain, refused_before>{{},
                                           {detail::chain_from(static_cast<P&&>(p)),
                                            typename chain::last{
                                                static_cast<stage_t<Q>>(static_cast<Q&&>(q))}}};
}
template <class P>
[[nodiscard]] constexpr auto refused_block(P&& p) {
    return block<chain_from_t<P>, refused_body, refused_before>(detail::chain_from(
                                                                    static_cast<P&&>(p)),
                                                                refused_body());
}

/// An rvalue pipeline P that gets one more stage, that of an rvalue Q. The usual case: most of what
/// composing costs to compile is here.
template <class P, class Q>
struct one_more_stage : ::std::false_type {};
template <class Chain, class... Rule, class S>
struct one_more_stage<pipeline<Chain, Rule...>, pipeline<seq<no_stages, S>>> : ::std::true_type {
    using stage = S;
    using type = pipeline<seq<Chain, S>, Rule...>;
};

/// The operators of pipelines and blocks, found through this base by argument-dependent lookup.
struct composable {
    /// @brief `p | q`: p outside q, which is a pipeline or a block.
    /// Effects: stages of an rvalue are moved in, those of an lvalue held by reference.
    template <class P, class Q>
        requires a_pipeline<P>
    [[nodiscard]] friend constexpr auto operator|(P&& p, Q&& q) {
        using one_more = one_more_stage<P, Q>;
        if constexpr (one_more::value) {
            return typename one_more::type{{},
                                           {static_cast<typename P::chain_type&&>(p.chain_),
                                            {static_cast<typename one_more::stage>(
                                                static_cast<typename one_more::stage&&>(
                                                    q.chain_.stage))}}};
        } else {
            constexpr bool composes = a_pipeline<Q> || a_block<Q>;
            static_assert(composes, "[ambit.manager] the right side of | is no pipeline or block: "
                                    "write scope(...) around a manager");
            if constexpr (composes) {
                using outer = ::std::remove_cvref_t<P>;
                using inner = ::std::remove_cvref_t<Q>;
                using rules =
                    typename all_rules<typename outer::rules, typename inner::rules>::type;
                auto&& a = detail::chain_from(static_cast<P&&>(p));
                auto&& b = detail::chain_from(static_cast<Q&&>(q));
                using chain = typename concatenated<chain_from_t<P>, chain_from_t<Q>>::type;
                if constexpr (a_block<Q>) {
                    return typename block_of<chain, typename inner::body_type, rules>::type(
                        detail::concatenate(a, b), static_cast<Q&&>(q).body_);
                } else {
                    return pipeline_of<chain, rules>{{}, detail::concatenate(a, b)};
                }
            } else {
                return detail::refused_pipeline(static_cast<P&&>(p), static_cast<Q&&>(q));
            }
        }
    }

    /// @brief `p >> body`: closes p into a block. The body is copied or moved in.
    template <class P, class Body>
        requires(a_pipeline<P> || a_block<P>)
    [[nodiscard]] friend constexpr auto operator>>(P&& p, Body&& body) {
        constexpr bool closes = a_pipeline<P> && !a_pipeline<Body> && !a_block<Body>;
        static_assert(closes,
                      "[ambit.body] a >> b closes the pipeline a with the function b, once: "
                      "join pipelines with |");
        if constexpr (closes) {
            return typename block_of<chain_from_t<P>, ::std::decay_t<Body>,
                                     typename ::std::remove_cvref_t<P>::rules>::
                type(detail::chain_from(static_cast<P&&>(p)), static_cast<Body&&>(body));
        } else {
            return detail::refused_block(static_cast<P&&>(p));
        }
    }
};

}  // namespace detail

/// @brief Stages, outermost first, that nothing has been done with yet; made by `scope` and `|`.
template <class Chain, class... Rule>
struct pipeline : detail::composable {
    using chain_type = Chain;
    using rules = detail::list<Rule...>;

    Chain chain_;  // for the library's own layers
};

/// @brief A pipeline with its body: a value, run by `run`.
template <class Chain, class Body, class... Rule>
class block : detail::composable {
public:
    using chain_type = Chain;
    using body_type = Body;
    using rules = detail::list<Rule...>;

    template <class C, class F>
    [[nodiscard]] constexpr block(C&& chain, F&& body)
        : chain_(static_cast<C&&>(chain)), body_(static_cast<F&&>(body)) {}

    [[no_unique_address]] Chain chain_;  // for the library's own layers
    [[no_unique_address]] Body body_;
};

AMBIT_END

#endif
