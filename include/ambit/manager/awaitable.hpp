// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_AWAITABLE_HPP
#define AMBIT_MANAGER_AWAITABLE_HPP

#include <ambit/version.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What awaiting an A yields, for coroutine types whose objects are awaited through their own
/// promise only: their integration specialises this with a member `type`.
template <class A>
struct awaited_by_promise {};

template <class A>
concept awaiter = requires(A& a) {
    a.await_ready() ? 0 : 1;
    a.await_resume();
};

template <class A>
concept member_co_await = requires(A&& a) {
    { static_cast<A&&>(a).operator co_await() } -> awaiter;
};

template <class A>
concept free_co_await = requires(A&& a) {
    { operator co_await(static_cast<A&&>(a)) } -> awaiter;
};

template <class A>
concept promise_awaitable =
    requires { typename awaited_by_promise<::std::remove_cvref_t<A>>::type; };

/// Detected on types alone, without `<coroutine>`: an awaiter, something with an
/// `operator co_await`, or what a known coroutine type's promise takes.
template <class A>
concept awaitable = promise_awaitable<A> || member_co_await<A> || free_co_await<A> || awaiter<A>;

template <class A>
struct awaited;
template <class A>
    requires promise_awaitable<A>
struct awaited<A> {
    using type = typename awaited_by_promise<::std::remove_cvref_t<A>>::type;
};
template <class A>
    requires(!promise_awaitable<A> && member_co_await<A>)
struct awaited<A> {
    using type = decltype(::std::declval<A>().operator co_await().await_resume());
};
template <class A>
    requires(!promise_awaitable<A> && !member_co_await<A> && free_co_await<A>)
struct awaited<A> {
    using type = decltype(operator co_await(::std::declval<A>()).await_resume());
};
template <class A>
    requires(!promise_awaitable<A> && !member_co_await<A> && !free_co_await<A> && awaiter<A>)
struct awaited<A> {
    using type = decltype(::std::declval<A&>().await_resume());
};

template <class A>
using awaited_t = typename awaited<A>::type;

/// What awaiting an A yields, or Otherwise if it cannot be awaited.
template <class A, class Otherwise>
struct awaited_or {
    using type = Otherwise;
};
template <class A, class Otherwise>
    requires awaitable<A>
struct awaited_or<A, Otherwise> : awaited<A> {};

}  // namespace detail
AMBIT_END

#endif
