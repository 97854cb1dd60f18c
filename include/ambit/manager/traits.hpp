// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_TRAITS_HPP
#define AMBIT_MANAGER_TRAITS_HPP

#include <ambit/version.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN

/// @brief Specialise to make a manager of a type that cannot be edited.
///
/// A specialisation has static functions `enter(T&)` and `exit(T&, ...)` and/or `async_enter(T&)`
/// and `async_exit(T&, ...)`, and optionally a member type `properties`. It takes precedence over
/// members of T.
template <class T>
struct manager_traits {
    using unspecialised = void;
};

namespace detail {

template <class T>
inline constexpr bool adapted = !requires { typename manager_traits<T>::unspecialised; };
template <class T>
inline constexpr bool adapted<T const> = adapted<T>;

/// Gives a type that has `manager_traits` the member functions that a manager class has, so that
/// everything else knows one form only.
template <class M>
struct adapter {
    using traits = manager_traits<::std::remove_const_t<M>>;
    M& target;

    constexpr explicit adapter(M& m) noexcept : target(m) {}

    template <class T = traits>
    constexpr auto enter() const noexcept(noexcept(T::enter(target)))
        -> decltype(T::enter(target)) {
        return T::enter(target);
    }
    template <class... A, class T = traits>
    constexpr auto exit(A&&... a) const noexcept(noexcept(T::exit(target, static_cast<A&&>(a)...)))
        -> decltype(T::exit(target, static_cast<A&&>(a)...)) {
        return T::exit(target, static_cast<A&&>(a)...);
    }
    template <class T = traits>
    constexpr auto async_enter() const -> decltype(T::async_enter(target)) {
        return T::async_enter(target);
    }
    template <class... A, class T = traits>
    constexpr auto async_exit(A&&... a) const
        -> decltype(T::async_exit(target, static_cast<A&&>(a)...)) {
        return T::async_exit(target, static_cast<A&&>(a)...);
    }
    template <class... A, class T = traits>
    constexpr auto abandon(A&&... a) const noexcept
        -> decltype(T::abandon(target, static_cast<A&&>(a)...)) {
        return T::abandon(target, static_cast<A&&>(a)...);
    }
};

/// A manager or factory M (or a reference to one) with more facts; see `with`.
template <class M, class... Fact>
class with_facts;

/// The manager or factory itself: without const, reference and the facts that `with` gave.
template <class M>
struct bare {
    using type = M;
};
template <class M>
struct bare<M const> : bare<M> {};
template <class M>
struct bare<M&> : bare<M> {};
template <class M>
struct bare<M&&> : bare<M> {};
template <class M, class... Fact>
struct bare<with_facts<M, Fact...>> : bare<M> {};
template <class M>
using bare_t = typename bare<M>::type;

template <class M>
inline constexpr bool has_added_facts = false;
template <class M, class... Fact>
inline constexpr bool has_added_facts<with_facts<M, Fact...>> = true;
template <class M, class... Fact>
inline constexpr bool has_added_facts<with_facts<M, Fact...> const> = true;

template <class M>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& bare_reference(M& m) noexcept {
    if constexpr (has_added_facts<M>) {
        return detail::bare_reference(m.inner());
    } else {
        return m;
    }
}

/// What `enter` and `exit` are called on, for a manager M, maybe const: it itself, or its adapter.
/// A cast of the manager to this type gives it.
template <class M, bool Adapted = adapted<M>>
struct members_of {
    using type = M&;
};
template <class M>
struct members_of<M, true> {
    using type = adapter<M>;
};
template <class M, class... Fact>
struct members_of<with_facts<M, Fact...>, false> : members_of<::std::remove_reference_t<M>> {};
template <class M, class... Fact>
struct members_of<with_facts<M, Fact...> const, false>
    : members_of<
          ::std::conditional_t<::std::is_reference_v<M>, ::std::remove_reference_t<M>, M const>> {};
template <class M>
using members_t = typename members_of<M>::type;

}  // namespace detail

AMBIT_END

#endif
