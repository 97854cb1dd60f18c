// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_PROTOCOL_HPP
#define AMBIT_MANAGER_PROTOCOL_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/expected.hpp>
#include <ambit/manager/outcome.hpp>
#include <ambit/manager/traits.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Stands for a result or resource that does not exist.
struct missing {};

/// As std::is_object_v, at a tenth of the cost to compile: functions and references cannot be
/// const.
template <class T>
inline constexpr bool is_const = false;
template <class T>
inline constexpr bool is_const<T const> = true;
template <class T>
inline constexpr bool is_object = is_const<T const>;
template <>
inline constexpr bool is_object<void> = false;
template <>
inline constexpr bool is_object<void const> = false;

/// What a resource may be: void, an lvalue reference, or an object type.
template <class X>
inline constexpr bool is_resource = requires(X& x) { x.~X(); };
template <class X>
inline constexpr bool is_resource<X&> = true;
template <class X>
inline constexpr bool is_resource<X&&> = false;
template <>
inline constexpr bool is_resource<void> = true;
template <>
inline constexpr bool is_resource<missing> = false;

/// The resource in what an enter returned: itself, or for an expected-like what it holds.
template <class X>
struct unwrapped {
    using type = X;
};
template <class X>
    requires(::std::is_class_v<X> && expected_resource<X>)
struct unwrapped<X> {
    using type = ::std::remove_reference_t<decltype(*::std::declval<X&>())>;
};

// The two forms of a manager: which member functions enter and exit it.
struct sync_form {};
struct async_form {};

/// What entering P (a manager's members) returns.
template <class Form, class P>
struct enter_call {
    static constexpr bool exists = false;
    static constexpr bool is_noexcept = false;
    using result = missing;
};
template <class P>
    requires requires(P p) { p.enter(); }
struct enter_call<sync_form, P> {
    static constexpr bool exists = true;
    static constexpr bool is_noexcept = noexcept(::std::declval<P>().enter());
    using result = decltype(::std::declval<P>().enter());
};
template <class P>
    requires requires(P p) { p.async_enter(); }
struct enter_call<async_form, P> {
    static constexpr bool exists = true;
    static constexpr bool is_noexcept = false;
    using result = typename awaited_or<decltype(::std::declval<P>().async_enter()), missing>::type;
};

/// A manager of which each asynchronous run needs a state of its own: an object of its type
/// `running`, made from the manager, that has `async_enter` and `async_exit`.
template <class M>
concept has_running =
    requires { typename bare_t<M>::running; } &&
    ::std::is_constructible_v<typename bare_t<M>::running,
                              decltype(detail::bare_reference(::std::declval<M&>()))>;

/// What enter and exit are called on in this form.
template <class Form, class M>
struct form_members {
    using type = members_t<M>;
};
template <class M>
    requires has_running<M>
struct form_members<async_form, M> {
    using type = typename bare_t<M>::running&;
};
template <class Form, class M>
using form_members_t = typename form_members<Form, M>::type;

template <class Form, class M>
inline constexpr bool has_enter = enter_call<Form, form_members_t<Form, M>>::exists;
/// What entering M yields, before an expected-like is unwrapped.
template <class Form, class M>
using entered_t = typename enter_call<Form, form_members_t<Form, M>>::result;
template <class Form, class M>
using entered_resource_t = typename unwrapped<entered_t<Form, M>>::type;

/// The call of an exit with arguments A.
template <class Form, class P, class... A>
struct exit_with {
    static constexpr bool exists = false;
};
template <class P, class... A>
    requires requires(P p, A&&... a) { p.exit(static_cast<A&&>(a)...); }
struct exit_with<sync_form, P, A...> {
    static constexpr bool exists = true;
    static constexpr bool is_noexcept = noexcept(::std::declval<P>().exit(::std::declval<A>()...));
    using result = decltype(::std::declval<P>().exit(::std::declval<A>()...));
};
template <class P, class... A>
    requires requires(P p, A&&... a) { p.async_exit(static_cast<A&&>(a)...); }
struct exit_with<async_form, P, A...> {
    static constexpr bool exists = true;
    static constexpr bool is_noexcept = false;
    using result =
        typename awaited_or<decltype(::std::declval<P>().async_exit(::std::declval<A>()...)),
                            missing>::type;
};

/// The exit of P with resource R: the first of the four forms of rule 1.1 that is well-formed.
template <class Form, class P, class R>
struct exit_call {
    static constexpr bool exists = false;
    static constexpr bool observes = false;
    static constexpr bool takes_resource = false;
    static constexpr bool is_noexcept = false;
    using result = missing;
};
template <class Form, class P>
    requires(exit_with<Form, P, outcome const&>::exists)
struct exit_call<Form, P, void> : exit_with<Form, P, outcome const&> {
    static constexpr bool observes = true;
    static constexpr bool takes_resource = false;
};
template <class Form, class P>
    requires(!exit_with<Form, P, outcome const&>::exists && exit_with<Form, P>::exists)
struct exit_call<Form, P, void> : exit_with<Form, P> {
    static constexpr bool observes = false;
    static constexpr bool takes_resource = false;
};
template <class Form, class P, class R>
    requires(!::std::is_void_v<R> && exit_with<Form, P, R&, outcome const&>::exists)
struct exit_call<Form, P, R> : exit_with<Form, P, R&, outcome const&> {
    static constexpr bool observes = true;
    static constexpr bool takes_resource = true;
};
template <class Form, class P, class R>
    requires(!::std::is_void_v<R> && !exit_with<Form, P, R&, outcome const&>::exists &&
             exit_with<Form, P, R&>::exists)
struct exit_call<Form, P, R> : exit_with<Form, P, R&> {
    static constexpr bool observes = false;
    static constexpr bool takes_resource = true;
};
template <class Form, class P, class R>
    requires(!::std::is_void_v<R> && !exit_with<Form, P, R&, outcome const&>::exists &&
             !exit_with<Form, P, R&>::exists)
struct exit_call<Form, P, R> : exit_call<Form, P, void> {};

template <class Form, class M>
using exit_of = exit_call<Form, form_members_t<Form, M>, entered_resource_t<Form, M>>;

template <class Form, class M>
inline constexpr bool returns_a_resource = is_resource<entered_t<Form, M>>;
template <class Form, class M>
inline constexpr bool exit_result_is_known =
    ::std::is_void_v<typename exit_of<Form, M>::result> ||
    ::std::is_same_v<typename exit_of<Form, M>::result, bool>;

}  // namespace detail
AMBIT_END

#endif
