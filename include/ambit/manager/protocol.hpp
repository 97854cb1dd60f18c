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

template <class X>
concept resource_type =
    ::std::is_void_v<X> || ::std::is_lvalue_reference_v<X> ||
    (::std::is_object_v<X> && ::std::is_destructible_v<X> && !::std::is_same_v<X, missing>);

/// The resource in what an enter returned: itself, or for an expected-like what it holds.
template <class X>
struct unwrapped {
    using type = X;
};
template <class X>
    requires(!::std::is_reference_v<X> && expected_resource<X>)
struct unwrapped<X> {
    using type = ::std::remove_reference_t<decltype(*::std::declval<X&>())>;
};

/// The name of a member function to call: one protocol serves both forms of a manager.
struct sync_form {
    template <class P>
    static constexpr auto enter(P&& p) noexcept(noexcept(p.enter())) -> decltype(p.enter()) {
        return p.enter();
    }
    template <class P, class... A>
    static constexpr auto exit(P&& p, A&&... a) noexcept(noexcept(p.exit(static_cast<A&&>(a)...)))
        -> decltype(p.exit(static_cast<A&&>(a)...)) {
        return p.exit(static_cast<A&&>(a)...);
    }
};
struct async_form {
    template <class P>
    static constexpr auto enter(P&& p) -> decltype(p.async_enter()) {
        return p.async_enter();
    }
    template <class P, class... A>
    static constexpr auto exit(P&& p, A&&... a)
        -> decltype(p.async_exit(static_cast<A&&>(a)...)) {
        return p.async_exit(static_cast<A&&>(a)...);
    }
};

template <class Form, class M>
concept has_enter = requires(members_t<M> p) { Form::enter(p); };
template <class Form, class M, class... A>
concept has_exit = requires(members_t<M> p, A&&... a) { Form::exit(p, static_cast<A&&>(a)...); };

template <class Form, class M>
struct entered {
    using type = missing;
};
template <class M>
    requires has_enter<sync_form, M>
struct entered<sync_form, M> {
    using type = decltype(sync_form::enter(::std::declval<members_t<M>>()));
};
template <class M>
    requires has_enter<async_form, M>
struct entered<async_form, M> {
    using returned = decltype(async_form::enter(::std::declval<members_t<M>>()));
    static constexpr auto of() {
        if constexpr (awaitable<returned>) {
            return ::std::type_identity<awaited_t<returned>>();
        } else {
            return ::std::type_identity<missing>();
        }
    }
    using type = typename decltype(of())::type;
};

/// What entering M yields, before an expected-like is unwrapped.
template <class Form, class M>
using entered_t = typename entered<Form, M>::type;
template <class Form, class M>
using entered_resource_t = typename unwrapped<entered_t<Form, M>>::type;

template <class... A>
struct exit_arguments {};

/// The arguments of M's exit: the first of the four forms of rule 1.1 that is well-formed.
template <class Form, class M, class R>
[[nodiscard]] consteval auto exit_arguments_of() {
    if constexpr (::std::is_void_v<R>) {
        if constexpr (has_exit<Form, M, outcome const&>) {
            return exit_arguments<outcome const&>();
        } else if constexpr (has_exit<Form, M>) {
            return exit_arguments<>();
        } else {
            return missing();
        }
    } else if constexpr (has_exit<Form, M, R&, outcome const&>) {
        return exit_arguments<R&, outcome const&>();
    } else if constexpr (has_exit<Form, M, R&>) {
        return exit_arguments<R&>();
    } else {
        return exit_arguments_of<Form, M, void>();
    }
}

template <class Form, class M, class Arguments>
struct exit_call {
    static constexpr bool exists = false;
    static constexpr bool observes = false;
    static constexpr bool is_noexcept = false;
    using result = missing;
};
template <class Form, class M, class... A>
struct exit_call<Form, M, exit_arguments<A...>> {
    static constexpr bool exists = true;
    static constexpr bool observes = (::std::is_same_v<A, outcome const&> || ...);
    static constexpr bool takes_resource = sizeof...(A) == (observes ? 2 : 1);
    static constexpr bool is_noexcept =
        noexcept(Form::exit(::std::declval<members_t<M>>(), ::std::declval<A>()...));
    using returned = decltype(Form::exit(::std::declval<members_t<M>>(), ::std::declval<A>()...));
    using result = typename decltype([] {
        if constexpr (::std::is_same_v<Form, sync_form>) {
            return ::std::type_identity<returned>();
        } else if constexpr (awaitable<returned>) {
            return ::std::type_identity<awaited_t<returned>>();
        } else {
            return ::std::type_identity<missing>();
        }
    }())::type;
};

template <class Form, class M>
using exit_of = exit_call<Form, M, decltype(exit_arguments_of<Form, M, entered_resource_t<Form, M>>())>;

template <class Form, class M>
inline constexpr bool returns_a_resource = resource_type<entered_t<Form, M>>;
template <class Form, class M>
inline constexpr bool exit_result_is_known =
    ::std::is_void_v<typename exit_of<Form, M>::result> ||
    ::std::is_same_v<typename exit_of<Form, M>::result, bool>;

}  // namespace detail
AMBIT_END

#endif
