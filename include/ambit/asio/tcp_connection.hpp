// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TCP_CONNECTION_HPP
#define AMBIT_ASIO_TCP_CONNECTION_HPP

#include <ambit/asio/tcp_close.hpp>

AMBIT_BEGIN

/// @brief A manager: a connection to a TCP server, ended in an orderly way.
///
/// Its resource is the socket, on the run's executor.
/// Enter: connects; throws `boost::system::system_error` if that fails, `operation_aborted` if it
/// is cancelled, and leaves nothing open then.
/// Exit, whatever the outcome: shuts sending down, reads (and drops) what still comes until the
/// peer ends too, for `linger` at most, and closes. A peer that is gone is no failure; nor is a
/// socket that the body has closed. Throws nothing but `std::bad_alloc`, and closes even so.
/// Abandon: closes at once.
/// Policy: never suppresses. Facts: none.
/// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
template <class Executor = ::boost::asio::any_io_executor>
class [[nodiscard]] basic_tcp_connection : public detail::tcp_ending<Executor> {
public:
    using typename detail::tcp_ending<Executor>::socket_type;
    using endpoint_type = ::boost::asio::ip::tcp::endpoint;

    /// @param to the server's address and port.
    /// @param linger how long the exit waits for the peer; with zero it does not.
    [[nodiscard]] explicit basic_tcp_connection(
        endpoint_type const& to, ::std::chrono::nanoseconds linger = ::std::chrono::seconds(1))
        : detail::tcp_ending<Executor>(linger), to_(to) {}

    ::boost::asio::awaitable<socket_type, Executor> async_enter() {
        socket_type socket(co_await ::boost::asio::this_coro::executor);
        co_await socket.async_connect(to_, ::boost::asio::deferred);
        co_return ::std::move(socket);
    }

private:
    endpoint_type to_;
};

using tcp_connection = basic_tcp_connection<>;

AMBIT_END

#endif
