// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_EXPECTED_HPP
#define AMBIT_MANAGER_EXPECTED_HPP

#include <ambit/version.hpp>

#include <optional>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// A result that holds a value or an error: `std::expected` and whatever has its shape.
template <class T>
concept expected_like =
    ::std::is_class_v<::std::remove_cvref_t<T>> && requires(::std::remove_reference_t<T> const& x) {
        x.has_value() ? 0 : 1;
        x.error();
    };

/// An expected-like that can be unwrapped, as the result of an `enter()`.
template <class T>
concept expected_resource = expected_like<T> && requires(T& x) { *x; };

template <class T>
using error_t = ::std::remove_cvref_t<decltype(::std::declval<T const&>().error())>;

/// How a result of type To carries an error of type E: in To's own `unexpected_type` where it has
/// one, else directly.
template <class To, class E>
concept wraps_error = requires(E const& e) { To(typename To::unexpected_type(e)); };

template <class To, class E>
concept carries_error =
    expected_like<To> && (wraps_error<To, E> || ::std::is_constructible_v<To, E const&>);

template <class To, class E>
[[nodiscard]] constexpr To with_error(E const& e) {
    if constexpr (wraps_error<To, E>) {
        return To(typename To::unexpected_type(e));
    } else {
        return To(e);
    }
}

/// Keeps an error where its address stays the same: in x, or here where x gives it by value.
template <class X, bool ByReference = ::std::is_reference_v<decltype(::std::declval<X&>().error())>>
struct stable_error {
    [[nodiscard]] constexpr auto const& of(X& x) noexcept { return x.error(); }
};
template <class X>
struct stable_error<X, false> {
    ::std::optional<error_t<X>> copy;
    [[nodiscard]] constexpr auto const& of(X& x) { return copy.emplace(x.error()); }
};
}  // namespace detail
AMBIT_END

#endif
