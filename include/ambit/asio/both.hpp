// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_BOTH_HPP
#define AMBIT_ASIO_BOTH_HPP

#include <ambit/asio/traits.hpp>
#include <ambit/async/both.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

AMBIT_BEGIN
namespace detail {

/// `both` in Asio's coroutines.
template <class T, class Executor>
struct concurrency<like<::boost::asio::awaitable<T, Executor>>> {
    template <class U>
    using coroutine = ::boost::asio::awaitable<U, Executor>;
    using part = coroutine<void>;
    static constexpr classifier& is_cancellation =
        async_traits<::boost::asio::awaitable>::is_cancellation;

    [[nodiscard]] static coroutine<void> together(part& a, part& b) {
        using namespace ::boost::asio::experimental::awaitable_operators;
        return static_cast<part&&>(a) && static_cast<part&&>(b);
    }
    [[nodiscard]] static auto throws_if_cancelled() noexcept {
        return ::boost::asio::this_coro::throw_if_cancelled();
    }
    [[nodiscard]] static auto throw_if_cancelled(bool does) noexcept {
        return ::boost::asio::this_coro::throw_if_cancelled(does);
    }
    /// In a child that no slot is bound to.
    [[nodiscard]] static coroutine<void> shielded(part& run) {
        namespace asio = ::boost::asio;
        Executor const executor = co_await asio::this_coro::executor;
        co_await asio::co_spawn(executor, static_cast<part&&>(run),
                                asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                             asio::use_awaitable_t<Executor>()));
    }
};
template <class Coroutine>
struct concurrency<perhaps_like<Coroutine>> : concurrency<like<Coroutine>> {};

}  // namespace detail
AMBIT_END

#endif
