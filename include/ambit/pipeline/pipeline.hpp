// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_PIPELINE_HPP
#define AMBIT_PIPELINE_PIPELINE_HPP

#include <ambit/manager/fact_list.hpp>
#include <ambit/pipeline/chain.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN

template <class Chain, class... Rule>
class pipeline;
template <class Chain, class Body, class... Rule>
class block;

namespace detail {

template <class T>
inline constexpr bool is_pipeline = false;
template <class Chain, class... Rule>
inline constexpr bool is_pipeline<pipeline<Chain, Rule...>> = true;
template <class T>
inline constexpr bool is_block = false;
template <class Chain, class Body, class... Rule>
inline constexpr bool is_block<block<Chain, Body, Rule...>> = true;

template <class T>
concept a_pipeline = is_pipeline<::std::remove_cvref_t<T>>;
template <class T>
concept a_block = is_block<::std::remove_cvref_t<T>>;

template <class T>
inline constexpr auto lvalue = ::std::bool_constant<::std::is_lvalue_reference_v<T>>();

/// The way in for the library's own layers.
struct access {
    template <class P>
    [[nodiscard]] static constexpr auto& chain(P& p) noexcept {
        return p.chain_;
    }
    template <class B>
    [[nodiscard]] static constexpr auto& body(B& b) noexcept {
        return b.body_;
    }
    template <class P>
    using chain_t = typename ::std::remove_cvref_t<P>::chain_type;
};

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

template <class Chain, class Rules>
struct pipeline_of;
template <class Chain, class... Rule>
struct pipeline_of<Chain, list<Rule...>> {
    using type = pipeline<Chain, Rule...>;
};
template <class Chain, class Body, class Rules>
struct block_of;
template <class Chain, class Body, class... Rule>
struct block_of<Chain, Body, list<Rule...>> {
    using type = block<Chain, Body, Rule...>;
};

template <class Rules, class Chain>
[[nodiscard]] constexpr auto make_pipeline(Chain&& c) {
    return typename pipeline_of<::std::remove_cvref_t<Chain>, Rules>::type(static_cast<Chain&&>(c));
}
template <class Rules, class Chain, class Body>
[[nodiscard]] constexpr auto make_block(Chain&& c, Body&& body) {
    return typename block_of<::std::remove_cvref_t<Chain>, ::std::decay_t<Body>, Rules>::type(
        static_cast<Chain&&>(c), static_cast<Body&&>(body));
}

/// The operators of pipelines and blocks, found through this base by argument-dependent lookup.
class composable {
    /// @brief `p | q`: p outside q, which is a pipeline or a block.
    /// Effects: stages of an rvalue are moved in, those of an lvalue held by reference.
    template <class P, class Q>
        requires a_pipeline<P>
    [[nodiscard]] friend constexpr auto operator|(P&& p, Q&& q) {
        constexpr bool composes = a_pipeline<Q> || a_block<Q>;
        static_assert(composes, "ambit: the right side of | is no pipeline or block: "
                                "write scope(...) around a manager");
        if constexpr (composes) {
            using rules = typename all_rules<typename ::std::remove_cvref_t<P>::rules,
                                             typename ::std::remove_cvref_t<Q>::rules>::type;
            auto outer = detail::take(access::chain(p), lvalue<P>);
            auto inner = detail::take(access::chain(q), lvalue<Q>);
            if constexpr (a_block<Q>) {
                return detail::make_block<rules>(
                    detail::concatenate(outer, inner),
                    static_cast<::std::conditional_t<lvalue<Q>, decltype(access::body(q)),
                                                     decltype(::std::move(access::body(q)))>>(
                        access::body(q)));
            } else {
                return detail::make_pipeline<rules>(detail::concatenate(outer, inner));
            }
        }
    }

    /// @brief `p >> body`: closes p into a block. The body is copied or moved in.
    template <class P, class Body>
        requires(a_pipeline<P> || a_block<P>)
    [[nodiscard]] friend constexpr auto operator>>(P&& p, Body&& body) {
        constexpr bool closes = a_pipeline<P> && !a_pipeline<Body> && !a_block<Body>;
        static_assert(closes, "ambit: a >> b closes the pipeline a with the function b: "
                              "join pipelines with |");
        if constexpr (closes) {
            using rules = typename ::std::remove_cvref_t<P>::rules;
            return detail::make_block<rules>(detail::take(access::chain(p), lvalue<P>),
                                             static_cast<Body&&>(body));
        }
    }
};

}  // namespace detail

/// @brief Stages, outermost first, that nothing has been done with yet; made by `scope` and `|`.
template <class Chain, class... Rule>
class [[nodiscard]] pipeline : detail::composable {
public:
    using chain_type = Chain;
    using rules = detail::list<Rule...>;

    [[nodiscard]] constexpr explicit pipeline(Chain&& chain) : chain_(static_cast<Chain&&>(chain)) {}

private:
    friend detail::access;
    [[no_unique_address]] Chain chain_;
};

/// @brief A pipeline with its body: a value, run by `run`.
template <class Chain, class Body, class... Rule>
class [[nodiscard]] block : detail::composable {
public:
    using chain_type = Chain;
    using body_type = Body;
    using rules = detail::list<Rule...>;

    template <class F>
    [[nodiscard]] constexpr block(Chain&& chain, F&& body)
        : chain_(static_cast<Chain&&>(chain)), body_(static_cast<F&&>(body)) {}

private:
    friend detail::access;
    [[no_unique_address]] Chain chain_;
    [[no_unique_address]] Body body_;
};

AMBIT_END

#endif
