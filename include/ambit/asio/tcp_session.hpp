// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TCP_SESSION_HPP
#define AMBIT_ASIO_TCP_SESSION_HPP

#include <ambit/asio/tcp_close.hpp>
#include <ambit/manager/facts.hpp>

AMBIT_BEGIN

/// @brief A manager: a TCP connection that was accepted, ended in an orderly way.
///
/// Its resource is the socket. Enter: offers it, and does not fail.
/// Exit, whatever the outcome: shuts sending down, reads (and drops) what still comes until the
/// peer ends too, for `linger` at most, and closes. A peer that is gone is no failure; nor is a
/// socket that the body has closed. Throws nothing but `std::bad_alloc`, and closes even so.
/// Abandon: closes at once. A session that is never entered is closed with the manager.
/// Policy: never suppresses. Facts: `single_use`.
/// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
template <class Executor = ::boost::asio::any_io_executor>
class [[nodiscard]] basic_tcp_session : public detail::tcp_ending<Executor> {
public:
    using properties = ::ambit::properties<single_use>;
    using typename detail::tcp_ending<Executor>::socket_type;

    /// @param accepted a connected socket.
    /// @param linger how long the exit waits for the peer; with zero it does not.
    [[nodiscard]] explicit basic_tcp_session(
        socket_type&& accepted, ::std::chrono::nanoseconds linger = ::std::chrono::seconds(1))
        : detail::tcp_ending<Executor>(linger), socket_(::std::move(accepted)) {}

    ::boost::asio::awaitable<socket_type, Executor> async_enter() {
        co_return ::std::move(socket_);
    }

private:
    socket_type socket_;
};

using tcp_session = basic_tcp_session<>;

AMBIT_END

#endif
