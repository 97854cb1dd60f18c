// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_FACT_LIST_HPP
#define AMBIT_MANAGER_FACT_LIST_HPP

#include <ambit/manager/facts.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class... T>
struct list {};

/// As std::conditional_t, without a class for each pair of types.
template <bool Condition>
struct choose {
    template <class A, class B>
    using type = A;
};
template <>
struct choose<false> {
    template <class A, class B>
    using type = B;
};
template <bool Condition, class A, class B>
using choose_t = typename choose<Condition>::template type<A, B>;

template <class A, class B>
struct joined;
template <class... A, class... B>
struct joined<list<A...>, list<B...>> {
    using type = list<A..., B...>;
};

template <class List, class F>
inline constexpr bool contains = false;
template <template <class...> class List, class... T, class F>
inline constexpr bool contains<List<T...>, F> = (::std::is_same_v<T, F> || ...);

// What a fact is about, for those that replace one another.
enum class fact_kind : unsigned char { other, suppression, exit_error, level };

template <class F>
inline constexpr fact_kind kind_of = fact_kind::other;
template <class... E>
inline constexpr fact_kind kind_of<suppresses<E...>> = fact_kind::suppression;
template <>
inline constexpr fact_kind kind_of<suppresses_everything> = fact_kind::suppression;
template <class P>
inline constexpr fact_kind kind_of<on_exit_error<P>> = fact_kind::exit_error;
template <int N>
inline constexpr fact_kind kind_of<lock_level<N>> = fact_kind::level;

template <fact_kind Kind, class Properties>
inline constexpr bool states = false;
template <fact_kind Kind, class... F>
inline constexpr bool states<Kind, properties<F...>> = ((kind_of<F> == Kind) || ...);

/// The facts of Old that New leaves standing, then New.
template <class Old, class New, class Kept = properties<>>
struct revised;
template <class... New, class... Kept>
struct revised<properties<>, properties<New...>, properties<Kept...>> {
    using type = properties<Kept..., New...>;
};
template <class F, class... Old, class New, class... Kept>
struct revised<properties<F, Old...>, New, properties<Kept...>> {
    static constexpr bool replaced =
        contains<New, F> || (kind_of<F> != fact_kind::other && states<kind_of<F>, New>);
    using type = typename revised<
        properties<Old...>, New,
        ::std::conditional_t<replaced, properties<Kept...>, properties<Kept..., F>>>::type;
};

/// What a list of facts says of suppression.
struct suppression {
    bool declared = false;
    bool everything = false;
    bool something = false;
};
template <class F>
inline constexpr suppression suppression_in{};
template <class... E>
inline constexpr suppression suppression_in<suppresses<E...>>{true, false, sizeof...(E) != 0};
template <>
inline constexpr suppression suppression_in<suppresses_everything>{true, true, true};

template <class F>
struct suppressed_types {
    using type = list<>;
};
template <class... E>
struct suppressed_types<suppresses<E...>> {
    using type = list<::std::remove_cvref_t<E>...>;
};
template <class... F>
struct suppressed_types<properties<F...>> {
    template <class... L>
    struct all {
        using type = list<>;
    };
    template <class L>
    struct all<L> {
        using type = L;
    };
    template <class... A, class... B, class... More>
    struct all<list<A...>, list<B...>, More...> : all<list<A..., B...>, More...> {};
    using type = typename all<typename suppressed_types<F>::type...>::type;
};

template <class Properties>
struct fact_summary;
template <class... F>
struct fact_summary<properties<F...>> {
    static constexpr bool suppression_declared = (suppression_in<F>.declared || ...);
    static constexpr bool suppresses_everything = (suppression_in<F>.everything || ...);
    static constexpr bool suppresses_something = (suppression_in<F>.something || ...);
    using suppressed = typename suppressed_types<properties<F...>>::type;

    // The last one stated counts.
    template <class Last, class... Rest>
    struct exit_policy {
        using type = Last;
    };
    template <class Last, class G, class... Rest>
    struct exit_policy<Last, G, Rest...> : exit_policy<Last, Rest...> {};
    template <class Last, class P, class... Rest>
    struct exit_policy<Last, on_exit_error<P>, Rest...> : exit_policy<P, Rest...> {};
    using on_error = typename exit_policy<keep_first, F...>::type;
};

}  // namespace detail
AMBIT_END

#endif
