// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_LEASE_HPP
#define AMBIT_ASIO_LEASE_HPP

#include <ambit/asio/traits.hpp>
#include <ambit/managers/pool.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <functional>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Whoever waits for a pool in an Asio coroutine, as for `async_semaphore`: for a timer, which
/// expires at its deadline, and is cancelled when the wait ends. All that touches the timer while
/// it is queued does so with the pool locked, since a timer is for one thread at a time.
template <class T>
class asio_pool_waiter final : public pool_waiter {
public:
    asio_pool_waiter(pool_state<T>& pool, pool_limit const& limit,
                     ::boost::asio::any_io_executor const& executor)
        : pool_waiter(limit), pool_(pool), timer_(executor) {}
    ~asio_pool_waiter() { pool_.leave(*this); }
    void wake() noexcept override { timer_.cancel(); }

    /// Queues; the handler is called when the wait has ended. May end before this returns.
    template <class Handler>
    void enlist(Handler&& handler) {
        bool const queued = pool_.core.enlist(*this, [&] {
            timer_.expires_at(deadline);
            timer_.async_wait(static_cast<Handler&&>(handler));
        });
        if (!queued) {
            timer_.expires_at(pool_limit::time_point::min());
            timer_.async_wait(static_cast<Handler&&>(handler));
        }
    }
    /// Requires: the timer's wait has ended, with e.
    void has_waited(::boost::system::error_code const& e) {
        if (pool_.core.withdraw(*this, !e) && e) {
            throw ::boost::system::system_error(::boost::asio::error::operation_aborted);
        }
    }
    [[nodiscard]] bool enter_at_once() noexcept { return pool_.core.enter_at_once(*this); }
    [[nodiscard]] T& take() { return pool_.take(*this); }

private:
    pool_state<T>& pool_;
    ::boost::asio::steady_timer timer_;
};

}  // namespace detail

/// @brief A manager that borrows a resource of a pool in runs of `boost::asio::awaitable`; made by
/// `asio_lease`. All that is said of `pool_lease` holds for it, but for what follows.
///
/// Resource: `std::reference_wrapper<T>`, since such coroutines yield no references; a body or
/// factory that takes a `T&` gets that.
///
/// Enter: waits in the same queue as threads and other coroutines, and goes on through its
/// executor, not inside of what woke it. Cancelled while it waits it throws `operation_aborted`
/// and has nothing, unless a resource came first: then it has entered. Facts: none.
///
/// Requires: the pool outlives every run that leases from it, also those that end with their
/// execution context: declare it before the context.
template <class T, class Executor = ::boost::asio::any_io_executor>
class [[nodiscard]] asio_pool_lease {
public:
    explicit asio_pool_lease(pool_lease<T> const& lease) noexcept : lease_(lease) {}

    ::boost::asio::awaitable<::std::reference_wrapper<T>, Executor> async_enter() {
        detail::asio_pool_waiter<T> place(detail::pool_access::state_of(lease_),
                                          detail::pool_access::limit_of(lease_),
                                          co_await ::boost::asio::this_coro::executor);
        if (!place.enter_at_once()) {
            auto const enlist = [&place](auto handler) { place.enlist(::std::move(handler)); };
            auto const token = ::boost::asio::as_tuple(::boost::asio::deferred);
            using signature = void(::boost::system::error_code);
            auto const [how] =
                co_await ::boost::asio::async_initiate<decltype(token), signature>(enlist, token);
            place.has_waited(how);
        }
        co_return ::std::ref(place.take());
    }
    ::boost::asio::awaitable<void, Executor> async_exit(::std::reference_wrapper<T>& x,
                                                        outcome const& o) {
        lease_.exit(x.get(), o);
        co_return;
    }
    void abandon(::std::reference_wrapper<T>& x) noexcept { lease_.abandon(x.get()); }

private:
    pool_lease<T> lease_;
};

/// @brief `asio_lease(pool.lease(...))`, or `asio_lease(pool)`: that lease, for runs of
/// `boost::asio::awaitable`.
/// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
template <class Executor = ::boost::asio::any_io_executor, class T>
[[nodiscard]] asio_pool_lease<T, Executor> asio_lease(pool_lease<T> const& lease) noexcept {
    return asio_pool_lease<T, Executor>(lease);
}
template <class Executor = ::boost::asio::any_io_executor, class T>
[[nodiscard]] asio_pool_lease<T, Executor> asio_lease(pool<T>& from) noexcept {
    return asio_pool_lease<T, Executor>(from.lease());
}

AMBIT_END

#endif
