// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TIMER_HPP
#define AMBIT_ASIO_TIMER_HPP

#include <ambit/asio/traits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/wait_traits.hpp>

#include <chrono>
#include <utility>

AMBIT_BEGIN

/// @brief A manager: a timer.
///
/// Its resource is a steady timer (`boost::asio::steady_timer` for the default Executor), on the
/// run's executor. Enter: makes it, expiring `after` from now. Does not suspend.
/// Exit: cancels it, so that whatever still waits for it ends with `operation_aborted`. Abandon:
/// there is none, since the timer's end does the same.
/// Policy: never suppresses. Facts: none.
/// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
template <class Executor = ::boost::asio::any_io_executor>
class [[nodiscard]] basic_timer {
    using clock = ::std::chrono::steady_clock;

public:
    using timer_type =
        ::boost::asio::basic_waitable_timer<clock, ::boost::asio::wait_traits<clock>, Executor>;

    /// @param after when it expires first, from when it is entered.
    [[nodiscard]] explicit basic_timer(clock::duration after = clock::duration::zero()) noexcept
        : after_(after) {}

    ::boost::asio::awaitable<timer_type, Executor> async_enter() {
        timer_type timer(co_await ::boost::asio::this_coro::executor, after_);
        co_return ::std::move(timer);
    }
    ::boost::asio::awaitable<void, Executor> async_exit(timer_type& timer) {
        timer.cancel();
        co_return;
    }

private:
    clock::duration after_;
};

using timer = basic_timer<>;

AMBIT_END

#endif
