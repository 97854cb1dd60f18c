// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_BRACKET_HPP
#define AMBIT_WRITE_BRACKET_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/with.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class Acquire>
using acquired_t = decltype(::std::declval<Acquire&>()());

template <class Acquire, class Release>
class [[nodiscard]] bracket_manager {
    template <class Self>
    static constexpr bool acquires_awaitable = [] {
        if constexpr (::std::is_invocable_v<Self&>) {
            return awaitable<::std::invoke_result_t<Self&>>;
        }
        return false;
    }();

public:
    template <class A, class R>
    [[nodiscard]] constexpr bracket_manager(A&& acquire, R&& release)
        : acquire_(static_cast<A&&>(acquire)), release_(static_cast<R&&>(release)) {}

    template <class A = Acquire>
        requires(!acquires_awaitable<A>)
    constexpr auto enter() noexcept(::std::is_nothrow_invocable_v<A&>)
        -> decltype(::std::declval<A&>()()) {
        return acquire_();
    }
    template <class A = Acquire const>
        requires(!acquires_awaitable<A>)
    constexpr auto enter() const noexcept(::std::is_nothrow_invocable_v<A&>)
        -> decltype(::std::declval<A&>()()) {
        return acquire_();
    }
    template <class... X, class R = Release>
        requires(!acquires_awaitable<Acquire>)
    constexpr auto exit(X&&... x) noexcept(::std::is_nothrow_invocable_v<R&, X...>)
        -> decltype(::std::declval<R&>()(static_cast<X&&>(x)...)) {
        return release_(static_cast<X&&>(x)...);
    }
    template <class... X, class R = Release const>
        requires(!acquires_awaitable<Acquire const>)
    constexpr auto exit(X&&... x) const noexcept(::std::is_nothrow_invocable_v<R&, X...>)
        -> decltype(::std::declval<R&>()(static_cast<X&&>(x)...)) {
        return release_(static_cast<X&&>(x)...);
    }

    template <class A = Acquire>
        requires acquires_awaitable<A>
    constexpr auto async_enter() -> decltype(::std::declval<A&>()()) {
        return acquire_();
    }
    template <class A = Acquire const>
        requires acquires_awaitable<A>
    constexpr auto async_enter() const -> decltype(::std::declval<A&>()()) {
        return acquire_();
    }
    template <class... X, class R = Release>
        requires(acquires_awaitable<Acquire> && awaitable<::std::invoke_result_t<R&, X...>>)
    constexpr auto async_exit(X&&... x) -> decltype(::std::declval<R&>()(static_cast<X&&>(x)...)) {
        return release_(static_cast<X&&>(x)...);
    }
    template <class... X, class R = Release const>
        requires(acquires_awaitable<Acquire const> && awaitable<::std::invoke_result_t<R&, X...>>)
    constexpr auto async_exit(X&&... x) const
        -> decltype(::std::declval<R&>()(static_cast<X&&>(x)...)) {
        return release_(static_cast<X&&>(x)...);
    }

private:
    [[no_unique_address]] Acquire acquire_;
    [[no_unique_address]] Release release_;
};

struct bracket_fn {
    template <class Acquire, class Release>
    [[nodiscard]] constexpr auto operator()(Acquire&& acquire, Release&& release) const {
        return bracket_manager<::std::decay_t<Acquire>, ::std::decay_t<Release>>(
            static_cast<Acquire&&>(acquire), static_cast<Release&&>(release));
    }
};

}  // namespace detail

/// @brief `bracket(acquire, release)`: a manager of two functions.
///
/// Entering calls `acquire()`, whose result is the resource. Exiting calls release with what an
/// exit takes: the first of `(R&, outcome const&)`, `(R&)`, `(outcome const&)`, `()` that it can be
/// called with. A release that returns bool says by `with` what it may suppress. Facts: none.
/// Both functions are synchronous, or both return an awaitable.
inline constexpr detail::bracket_fn bracket{};

AMBIT_END

#endif
