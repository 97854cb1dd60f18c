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

/// For operands that are not evaluated, as std::declval, which costs twice as much to compile.
template <class T>
T example() noexcept;

// What the calls of an enter and an exit are like. Managers that are alike share these types, and
// all that follows from them.
template <bool Noexcept, class Result, bool TakesResource = false, bool Observes = false>
struct member_call {
    static constexpr bool exists = true;
    static constexpr bool takes_resource = TakesResource;
    static constexpr bool observes = Observes;
    static constexpr bool is_noexcept = Noexcept;
    using result = Result;
};
struct no_call {
    static constexpr bool exists = false;
    static constexpr bool takes_resource = false;
    static constexpr bool observes = false;
    static constexpr bool is_noexcept = false;
    using result = missing;
};

/// A manager of which each asynchronous run needs a state of its own: an object of its type
/// `running`, made from the manager, that has `async_enter` and `async_exit`.
template <class M>
inline constexpr bool has_running = false;
template <class M>
    requires requires { typename bare_t<M>::running; }
inline constexpr bool has_running<M> =
    ::std::is_constructible_v<typename bare_t<M>::running,
                              decltype(detail::bare_reference(::std::declval<M&>()))>;

template <class M>
struct async_members {
    using type = members_t<M>;
};
template <class M>
    requires has_running<M>
struct async_members<M> {
    using type = typename bare_t<M>::running&;
};

// The two forms of a manager: what its members are called on, and how they enter and exit it. The
// exit of P with resource R is the first of the four forms of rule 1.1 that is well-formed.
struct sync_form {
    template <class M>
    using members = members_t<M>;

    template <class P>
    static constexpr auto enter() {
        if constexpr (requires(P p) { p.enter(); }) {
            return member_call<noexcept(example<P>().enter()), decltype(example<P>().enter())>();
        } else {
            return no_call();
        }
    }
    template <class P, class R>
    static constexpr auto exit() {
        using o = outcome const&;
        if constexpr (!is_resource<R>) {  // NOLINT(bugprone-branch-clone)
            return no_call();
        } else if constexpr (requires(P p, R& r, o how) { p.exit(r, how); }) {
            return member_call<noexcept(example<P>().exit(example<R&>(), example<o>())),
                               decltype(example<P>().exit(example<R&>(), example<o>())), true,
                               true>();
        } else if constexpr (requires(P p, R& r) { p.exit(r); }) {
            return member_call<noexcept(example<P>().exit(example<R&>())),
                               decltype(example<P>().exit(example<R&>())), true>();
        } else if constexpr (requires(P p, o how) { p.exit(how); }) {
            return member_call<noexcept(example<P>().exit(example<o>())),
                               decltype(example<P>().exit(example<o>())), false, true>();
        } else if constexpr (requires(P p) { p.exit(); }) {
            return member_call<noexcept(example<P>().exit()), decltype(example<P>().exit())>();
        } else {
            return no_call();
        }
    }
};
struct async_form {
    template <class M>
    using members = typename async_members<M>::type;

    template <class A, bool TakesResource = false, bool Observes = false>
    using awaited_call =
        member_call<false, typename awaited_or<A, missing>::type, TakesResource, Observes>;

    template <class P>
    static constexpr auto enter() {
        if constexpr (requires(P p) { p.async_enter(); }) {
            return awaited_call<decltype(example<P>().async_enter())>();
        } else {
            return no_call();
        }
    }
    template <class P, class R>
    static constexpr auto exit() {
        using o = outcome const&;
        if constexpr (!is_resource<R>) {  // NOLINT(bugprone-branch-clone)
            return no_call();
        } else if constexpr (requires(P p, R& r, o how) { p.async_exit(r, how); }) {
            return awaited_call<decltype(example<P>().async_exit(example<R&>(), example<o>())),
                                true, true>();
        } else if constexpr (requires(P p, R& r) { p.async_exit(r); }) {
            return awaited_call<decltype(example<P>().async_exit(example<R&>())), true>();
        } else if constexpr (requires(P p, o how) { p.async_exit(how); }) {
            return awaited_call<decltype(example<P>().async_exit(example<o>())), false, true>();
        } else if constexpr (requires(P p) { p.async_exit(); }) {
            return awaited_call<decltype(example<P>().async_exit())>();
        } else {
            return no_call();
        }
    }
};

/// All of that for the manager M, which may be const.
template <class Form, class M>
struct protocol {
    using members = typename Form::template members<M>;
    using enter = decltype(Form::template enter<members>());
    /// What entering M yields, before an expected-like is unwrapped.
    using entered = typename enter::result;
    using resource = typename unwrapped<entered>::type;
    using exit = decltype(Form::template exit<members, resource>());
};
template <class Form, class M>
using form_members_t = typename Form::template members<M>;
template <class Form, class M>
using entered_t = typename protocol<Form, M>::entered;
template <class Form, class M>
using entered_resource_t = typename protocol<Form, M>::resource;
template <class Form, class M>
using exit_of = typename protocol<Form, M>::exit;

template <class Form, class M>
inline constexpr bool has_enter = protocol<Form, M>::enter::exists;
template <class Form, class M>
inline constexpr bool returns_a_resource = is_resource<entered_t<Form, M>>;
template <class Result>
inline constexpr bool exit_may_return = false;
template <>
inline constexpr bool exit_may_return<void> = true;
template <>
inline constexpr bool exit_may_return<bool> = true;
template <class Enter, class Exit>
inline constexpr bool manages =
    is_resource<typename Enter::result> && Exit::exists && exit_may_return<typename Exit::result>;

/// Whether M may have this form. Most managers are not asynchronous, which is told at once.
template <class Form, class M>
inline constexpr bool may_have = true;
template <class M>
inline constexpr bool may_have<async_form, M> =
    has_running<M> || requires(members_t<M> members) { members.async_enter(); };

template <class Form, class M>
inline constexpr bool manager_in_form = false;
template <class Form, class M>
    requires((__is_class(M) || is_object<M>) && may_have<Form, M>)
inline constexpr bool manager_in_form<Form, M> =
    manages<typename protocol<Form, M>::enter, typename protocol<Form, M>::exit>;

}  // namespace detail
AMBIT_END

#endif
