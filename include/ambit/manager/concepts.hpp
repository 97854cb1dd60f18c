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

/// The `properties` that M, or else its manager_traits, state; whatever type that is.
template <class M>
struct stated_properties {
    using type = properties<>;
};
template <class M>
    requires requires { typename manager_traits<M>::properties; }
struct stated_properties<M> {
    using type = typename manager_traits<M>::properties;
};
template <class M>
    requires(
        !requires { typename manager_traits<M>::properties; } &&
        requires { typename M::properties; })
struct stated_properties<M> {
    using type = typename M::properties;
};
template <class M>
using stated_properties_t = typename stated_properties<M>::type;

template <class M>
struct effective_properties {
    using type = ::std::conditional_t<is_properties<stated_properties_t<M>>, stated_properties_t<M>,
                                      properties<>>;
};

/// A stage that the rest of the pipeline runs inside of: `M::surrounds` is its resource.
template <class M>
concept surrounding = is_object<M> && requires(M& m) {
    typename bare_t<M>::surrounds;
    detail::bare_reference(m).surround(::std::declval<yield<typename bare_t<M>::surrounds>>());
};

template <class Form, class M>
concept manager_in_form = is_object<M> && has_enter<Form, M> && returns_a_resource<Form, M> &&
                          exit_of<Form, M>::exists && exit_result_is_known<Form, M>;

}  // namespace detail

/// @brief T enters and exits a resource: `enter()` and `exit(...)` as rule 1.1 has them, as
/// members or in `manager_traits<T>`.
template <class T>
concept sync_manager = detail::manager_in_form<detail::sync_form, ::std::remove_reference_t<T>> ||
                       detail::surrounding<::std::remove_reference_t<T>>;

/// @brief T does so by awaitables: `async_enter()` and `async_exit(...)`.
template <class T>
concept async_manager = detail::manager_in_form<detail::async_form, ::std::remove_reference_t<T>>;

/// @brief T manages one resource, in either form or both.
template <class T>
concept manager = sync_manager<T> || async_manager<T>;

namespace detail {

template <class M>
struct resource_of {
    using type = entered_resource_t<async_form, M>;
};
template <class M>
    requires(sync_manager<M> && !surrounding<M> && !requires { typename bare_t<M>::offers; })
struct resource_of<M> {
    using type = entered_resource_t<sync_form, M>;
};
template <class M>
    requires(sync_manager<M> && surrounding<M>)
struct resource_of<M> {
    using type = typename bare_t<M>::surrounds;
};
template <class M>
    requires requires { typename bare_t<M>::offers; }
struct resource_of<M> {
    using type = typename bare_t<M>::offers;
};

}  // namespace detail

/// @brief The type of a manager's resource: what its enter returns (for an expected-like, what
/// that holds); void for none.
template <manager M>
using resource_t = typename detail::resource_of<::std::remove_reference_t<M>>::type;

/// @brief The facts that a manager states, those given by `with` included, as `properties<...>`.
template <class M>
using properties_of = typename detail::effective_properties<::std::remove_cvref_t<M>>::type;

AMBIT_END

#endif
