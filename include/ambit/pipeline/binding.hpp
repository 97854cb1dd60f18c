// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_BINDING_HPP
#define AMBIT_PIPELINE_BINDING_HPP

#include <ambit/pipeline/callable.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// The resource of stage I, which is not void.
/// @tparam Place tells two resources of one stage apart.
template <::std::size_t I, class R, ::std::size_t Place = I>
struct offered {
    static constexpr ::std::size_t index = I;
    static constexpr ::std::size_t place = Place;
    using resource = ::std::remove_reference_t<R>;
};

enum class fit : unsigned char { yes, nothing_fits, ambiguous_type, wanted_twice };

/// What a callable is called with: the outcome of rule 3.4.
template <fit How, class... O>
struct arguments {
    static constexpr fit how = How;
    using taken = list<O...>;
};

/// Some of them are parts of what a stage has several of.
template <class Arguments>
inline constexpr bool takes_parts = true;
template <fit How, ::std::size_t... I, class... R, ::std::size_t... Place>
inline constexpr bool takes_parts<arguments<How, offered<I, R, Place>...>> = false;

template <class P, class O>
inline constexpr bool exact =
    ::std::is_same_v<::std::remove_cvref_t<P>, ::std::remove_cv_t<typename O::resource>>;
template <class P, class O>
inline constexpr bool converts = ::std::is_convertible_v<typename O::resource&, P>;

template <::std::size_t Place, class O>
struct placed {
    using type = O;
};
template <class... O>
struct offer : placed<O::place, O>... {};
template <::std::size_t Place, class O>
placed<Place, O> offer_at(placed<Place, O> const&);

/// The match by type of one parameter.
struct match {
    ::std::size_t count = 0;
    ::std::size_t place = 0;
    bool converts = false;
};
template <class P, class... O>
[[nodiscard]] consteval match match_by_type() {
    match m;
    ((exact<P, O> ? (++m.count, m.place = O::place, m.converts = converts<P, O>, void()) : void()),
     ...);
    return m;
}

/// All in order: P and O pairwise, exactly, or by conversion.
template <bool Exactly, class Parameters, class Resources>
inline constexpr bool in_order = false;
template <bool Exactly, class... P, class... O>
    requires(sizeof...(P) == sizeof...(O))
inline constexpr bool in_order<Exactly, list<P...>, list<O...>> =
    (((!Exactly || exact<P, O>) && converts<P, O>) && ...);

template <class... P, class... O>
[[nodiscard]] consteval auto bind_signature(list<P...> parameters, list<O...> resources) {
    if constexpr (in_order<true, decltype(parameters), decltype(resources)>) {
        return arguments<fit::yes, O...>();
    } else if constexpr (((match_by_type<P, O...>().count != 0) && ...)) {
        constexpr bool ambiguous = ((match_by_type<P, O...>().count > 1) || ...);
        constexpr bool twice = [] {
            ::std::size_t const wanted[] = {match_by_type<P, O...>().place..., 0};
            for (::std::size_t i = 0; i != sizeof...(P); ++i) {
                for (::std::size_t j = 0; j != i; ++j) {
                    if (wanted[i] == wanted[j]) {
                        return true;
                    }
                }
            }
            return false;
        }();
        if constexpr (ambiguous) {
            return arguments<fit::ambiguous_type>();
        } else if constexpr (twice) {
            return arguments<fit::wanted_twice>();
        } else if constexpr ((match_by_type<P, O...>().converts && ...)) {
            return arguments<fit::yes,
                             typename decltype(detail::offer_at<match_by_type<P, O...>().place>(
                                 ::std::declval<offer<O...>>()))::type...>();
        } else {
            return arguments<fit::nothing_fits>();
        }
    } else if constexpr (in_order<false, decltype(parameters), decltype(resources)>) {
        return arguments<fit::yes, O...>();
    } else {
        return arguments<fit::nothing_fits>();
    }
}

template <class F, class... O>
[[nodiscard]] consteval auto bind(list<O...> resources) {
    if constexpr (has_signature<F>) {
        return detail::bind_signature(typename signature_t<F>::parameters(), resources);
    } else if constexpr (::std::is_invocable_v<F&, typename O::resource&...>) {
        return arguments<fit::yes, O...>();
    } else if constexpr (::std::is_invocable_v<F&>) {
        return arguments<fit::yes>();
    } else {
        return arguments<fit::nothing_fits>();
    }
}

/// Stands for what a call would return that cannot be made, so that what is done with it is no
/// second error: it converts to anything, and operators take it.
struct unknown_result {
    template <class T>
    constexpr operator T() const noexcept {  // NOLINT: implicit, and never called
        ::std::terminate();
    }

#define AMBIT_OPERATOR(symbol)                                                           \
    template <class T>                                                                   \
    friend constexpr unknown_result operator symbol(unknown_result, T const&) noexcept { \
        return {};                                                                       \
    }                                                                                    \
    template <class T>                                                                   \
        requires(!::std::is_same_v<::std::remove_cvref_t<T>, unknown_result>)            \
    friend constexpr unknown_result operator symbol(T&&, unknown_result) noexcept {      \
        return {};                                                                       \
    }
    AMBIT_OPERATOR(+)
    AMBIT_OPERATOR(-)
    AMBIT_OPERATOR(*)
    AMBIT_OPERATOR(/)
    AMBIT_OPERATOR(==)
    AMBIT_OPERATOR(!=)
    AMBIT_OPERATOR(<)
    AMBIT_OPERATOR(>)
    AMBIT_OPERATOR(<=)
    AMBIT_OPERATOR(>=)
    AMBIT_OPERATOR(<<)
    AMBIT_OPERATOR(>>)
    AMBIT_OPERATOR(+=)
    AMBIT_OPERATOR(-=)
    AMBIT_OPERATOR(*=)
    AMBIT_OPERATOR(/=)
#undef AMBIT_OPERATOR
};

/// The callable that the user wrote: F, or what a wrapped call passes arguments to.
template <class F>
struct callee_of {
    using type = F;
};
template <class F>
    requires requires { typename F::callee; }
struct callee_of<F> {
    using type = typename F::callee;
};
template <class F>
using callee_t = typename callee_of<F>::type;

template <class F, class Arguments>
struct bound_call;
template <class F, fit How, class... O>
struct bound_call<F, arguments<How, O...>> {
    using taken = list<>;
    static constexpr bool fits = false;
    static constexpr bool is_noexcept = true;
    static constexpr fit how = How == fit::yes ? fit::nothing_fits : How;
    static constexpr auto result_of() {
        if constexpr (has_signature<callee_t<F>>) {
            return ::std::type_identity<typename signature_t<callee_t<F>>::result>();
        } else {
            return ::std::type_identity<unknown_result>();
        }
    }
    using result = typename decltype(result_of())::type;
};
template <class F, class... O>
    requires ::std::is_invocable_v<F&, typename O::resource&...>
struct bound_call<F, arguments<fit::yes, O...>> {
    using taken = list<O...>;
    static constexpr bool fits = true;
    static constexpr bool is_noexcept = ::std::is_nothrow_invocable_v<F&, typename O::resource&...>;
    static constexpr fit how = fit::yes;
    using result = ::std::invoke_result_t<F&, typename O::resource&...>;

    /// The resource of a stage that has been entered is what the pointer in its place points to,
    /// or `resource_at<offered>(resources)`, which is one more function to compile.
    template <class Resources>
    AMBIT_ALWAYS_INLINE static constexpr result call(F& f,
                                                     Resources& resources) noexcept(is_noexcept) {
        if constexpr (takes_parts<arguments<fit::yes, O...>> || ::std::is_member_pointer_v<F>) {
            return detail::invoke(f, resource_at<O>(resources)...);
        } else {
            return f(*static_cast<typename Resources::template place_of<O> const&>(resources)
                          .pointer...);
        }
    }
};

/// How F, a body or a factory, is called with the resources in the list of `offered`.
template <class F, class Resources>
using binding = bound_call<F, decltype(detail::bind<F>(Resources()))>;

}  // namespace detail
AMBIT_END

#endif
