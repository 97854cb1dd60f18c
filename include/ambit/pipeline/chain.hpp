// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_CHAIN_HPP
#define AMBIT_PIPELINE_CHAIN_HPP

#include <ambit/manager/fact_list.hpp>
#include <ambit/manager/with.hpp>

#include <cstddef>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

// The typed list of a pipeline and its storage at once: each `seq` adds one stage inside those of
// Prev. One type a stage, shared by all pipelines with the same beginning, so that composing n
// stages costs O(n) instantiations.
//
// A chain has no constants, nor has what a chain is an argument of, if there is one for each stage:
// constants are variables, and g++ takes n² steps to mangle a name that lists n stages. What is
// known of a chain is in types of short names.

struct no_stages {
    using size = ::std::integral_constant<::std::size_t, 0>;
};

/// Where stage I is kept: S is an object or a reference.
///
/// Made by aggregate initialisation, as pipelines are: constructors would be functions to compile.
/// That converts implicitly, so S is made explicitly before it.
template <::std::size_t I, class S>
struct leaf {
    /// What the stage is, in a chain that is used as const or is not.
    template <bool Const>
    using source = choose_t<Const, S const, S>;
    [[no_unique_address]] S stage;
};
template <::std::size_t I, class S>
struct leaf<I, S&> {
    template <bool Const>
    using source = S;
    S& stage;
};

template <class Prev, class S>
struct seq : Prev, leaf<Prev::size::value, S> {
    using previous = Prev;
    using last = leaf<Prev::size::value, S>;
    using size = ::std::integral_constant<::std::size_t, Prev::size::value + 1>;
};

/// Stands for an rvalue that cannot be moved in; `check` reports it.
template <class T>
struct immovable_stage {
    using type = T;
    template <class X>
    constexpr immovable_stage(X&&) noexcept {}  // NOLINT: converts, as what it stands for would
};

template <class X, class S>
concept moves_into = requires(X& x) { S(static_cast<X&&>(x)); };

template <class X>
struct stage_of {
    using type = immovable_stage<X>;
};
template <class X>
    requires moves_into<X, X>
struct stage_of<X> {
    using type = X;
};
template <class X>
struct stage_of<X const> {
    using type = immovable_stage<X>;
};
template <class X>
    requires moves_into<X const, X>
struct stage_of<X const> {
    using type = X;
};
template <class X>
struct stage_of<X&> {
    using type = X&;
};
/// How an argument of scope is kept as a stage.
template <class X>
using stage_t = typename stage_of<X>::type;

template <class A, class B>
struct concatenated;
template <class A>
struct concatenated<A, no_stages> {
    using type = A;
};
template <class A, class P, class S>
struct concatenated<A, seq<P, S>> {
    using type = seq<typename concatenated<A, P>::type, S>;
};

/// Moves the stages of b inside those of a.
template <class A, class B>
[[nodiscard]] constexpr typename concatenated<A, B>::type concatenate(A& a, B& b) {
    if constexpr (::std::is_same_v<B, no_stages>) {
        return static_cast<A&&>(a);
    } else {
        using S = decltype(B::last::stage);
        using last = typename concatenated<A, B>::type::last;
        return typename concatenated<A, B>::type{
            detail::concatenate(a, static_cast<typename B::previous&>(b)),
            last{static_cast<S>(static_cast<S&&>(static_cast<typename B::last&>(b).stage))}};
    }
}

/// The chain that refers to the stages of Chain (maybe const).
template <class Chain>
struct referring {
    using type = no_stages;
};
template <class P, class S>
struct referring<seq<P, S>> {
    using type = seq<typename referring<P>::type, S&>;
};
template <class P, class S>
struct referring<seq<P, S> const> {
    using type = seq<typename referring<P const>::type,
                     ::std::conditional_t<::std::is_reference_v<S>, S, S const&>>;
};

template <class Chain>
[[nodiscard]] constexpr typename referring<Chain>::type refer_to(Chain& c) noexcept {
    using plain = ::std::remove_const_t<Chain>;
    if constexpr (::std::is_same_v<plain, no_stages>) {
        return no_stages();
    } else {
        using previous =
            ::std::conditional_t<::std::is_const_v<Chain>, typename plain::previous const,
                                 typename plain::previous>;
        using last = ::std::conditional_t<::std::is_const_v<Chain>, typename plain::last const,
                                          typename plain::last>;
        using result = typename referring<Chain>::type;
        return result{detail::refer_to(static_cast<previous&>(c)),
                      typename result::last{static_cast<last&>(c).stage}};
    }
}

}  // namespace detail
AMBIT_END

#endif
