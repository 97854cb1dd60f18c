// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_CONCEPTS_HPP
#define AMBIT_MANAGER_CONCEPTS_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/manager/protocol.hpp>
#include <ambit/manager/surround.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class X>
inline constexpr bool is_properties = false;
template <class... F>
inline constexpr bool is_properties<properties<F...>> = true;

/// The `properties` that the manager_traits of M, or else M, state; whatever type that is.
template <class M, bool Adapted = adapted<M>>
struct stated_properties {
    using type = properties<>;
};
template <class M>
    requires requires { typename M::properties; }
struct stated_properties<M, false> {
    using type = typename M::properties;
};
template <class M>
    requires requires { typename manager_traits<M>::properties; }
struct stated_properties<M, true> {
    using type = typename manager_traits<M>::properties;
};
template <class M>
    requires(
        !requires { typename manager_traits<M>::properties; } &&
        requires { typename M::properties; })
struct stated_properties<M, true> : stated_properties<M, false> {};
template <class M>
struct stated_properties<M const, false> : stated_properties<M> {};
template <class M>
struct stated_properties<M const, true> : stated_properties<M> {};
template <class M>
struct stated_properties<M&, false> : stated_properties<M> {};
template <class M>
struct stated_properties<M&&, false> : stated_properties<M> {};
template <class M>
using stated_properties_t = typename stated_properties<M>::type;

template <class Stated>
struct valid_properties {
    using type = properties<>;
};
template <class... Fact>
struct valid_properties<properties<Fact...>> {
    using type = properties<Fact...>;
};

/// A stage that the rest of the pipeline runs inside of: `M::surrounds` is its resource.
template <class M>
inline constexpr bool surrounding = requires(M& m) {
    typename bare_t<M>::surrounds;
    detail::bare_reference(m).surround(::std::declval<yield<typename bare_t<M>::surrounds>>());
};

// Constants, not concepts: compilers look them up where they would check a concept again.
template <class M>
inline constexpr bool is_sync_manager = manager_in_form<sync_form, M> || surrounding<M>;
template <class M>
inline constexpr bool is_async_manager = manager_in_form<async_form, M>;
template <class M>
inline constexpr bool is_manager = is_sync_manager<M> || is_async_manager<M>;

}  // namespace detail

/// @brief T enters and exits a resource: `enter()` and `exit(...)` as rule 1.1 has them, as
/// members or in `manager_traits<T>`.
template <class T>
concept sync_manager = detail::is_sync_manager<::std::remove_reference_t<T>>;

/// @brief T does so by awaitables: `async_enter()` and `async_exit(...)`.
template <class T>
concept async_manager = detail::is_async_manager<::std::remove_reference_t<T>>;

/// @brief T manages one resource, in either form or both.
template <class T>
concept manager = sync_manager<T> || async_manager<T>;

namespace detail {

template <class M, bool Sync = manager_in_form<sync_form, M>, bool Surrounding = surrounding<M>>
struct resource_of {
    using type = entered_resource_t<async_form, M>;
};
template <class M>
    requires(!requires { typename bare_t<M>::offers; })
struct resource_of<M, true, false> {
    using type = entered_resource_t<sync_form, M>;
};
template <class M, bool Sync>
struct resource_of<M, Sync, true> {
    using type = typename bare_t<M>::surrounds;
};
template <class M, bool Sync, bool Surrounding>
    requires requires { typename bare_t<M>::offers; }
struct resource_of<M, Sync, Surrounding> {
    using type = typename bare_t<M>::offers;
};

}  // namespace detail

/// @brief The type of a manager's resource: what its enter returns (for an expected-like, what
/// that holds); void for none.
template <manager M>
using resource_t = typename detail::resource_of<::std::remove_reference_t<M>>::type;

/// @brief The facts that a manager states, those given by `with` included, as `properties<...>`.
template <class M>
using properties_of = typename detail::valid_properties<detail::stated_properties_t<M>>::type;

AMBIT_END

#endif
