// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_TRAITS_HPP
#define AMBIT_ASYNC_TRAITS_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/failure.hpp>

#include <coroutine>
#include <exception>

AMBIT_BEGIN
namespace detail {

template <class Coroutine, class T>
struct rebound;
template <template <class...> class Task, class Old, class... More, class T>
struct rebound<Task<Old, More...>, T> {
    using type = Task<T, More...>;
};

}  // namespace detail

/// @brief What holds for a coroutine type unless its `async_traits` say otherwise.
struct basic_async_traits {
    /// @brief The coroutine type that is Coroutine but for its value, which is T.
    template <class Coroutine, class T>
    using rebind = typename detail::rebound<Coroutine, T>::type;

    /// @brief Whether a failure is a cancellation: the exception `ambit::cancelled` is.
    [[nodiscard]] static bool is_cancellation(::std::exception_ptr const& p) {
        return detail::is_cancelled(p);
    }

    /// @brief Whether a run has to shield its exits from cancellation; see the traits of
    /// `boost::asio::awaitable` for what that takes. Coroutine types that are cancelled by an
    /// exception out of what they await need none: teardown awaits nothing else.
    static constexpr bool shields = false;
};

/// @brief What a run needs to know of a coroutine class template.
///
/// Specialise for a coroutine type of your own, best with `basic_async_traits` as its base: then
/// it is chosen for runs whose first known awaitable it is. Without that it can still be named,
/// `async_run<Task>(block)`.
template <template <class...> class Task>
struct async_traits : basic_async_traits {
    using unspecialised = void;
};

namespace detail {

/// The traits of the template that a coroutine type is made from.
template <class Coroutine>
struct traits_of {
    static constexpr bool known = false;
};
template <template <class...> class Task, class... T>
struct traits_of<Task<T...>> {
    using type = async_traits<Task>;
    static constexpr bool known = !requires { typename async_traits<Task>::unspecialised; };
};

/// A coroutine type's own promise says what may be awaited, and what that yields.
template <class A>
concept own_promise_awaits = requires(typename ::std::coroutine_traits<A>::promise_type& p, A&& a) {
    { p.await_transform(static_cast<A&&>(a)) } -> awaiter;
};
template <class A>
    requires own_promise_awaits<A>
struct awaited_by_promise<A> {
    using type = decltype(::std::declval<typename ::std::coroutine_traits<A>::promise_type&>()
                              .await_transform(::std::declval<A>())
                              .await_resume());
};

}  // namespace detail
AMBIT_END

#endif
