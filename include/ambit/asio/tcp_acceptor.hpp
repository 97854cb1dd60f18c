// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TCP_ACCEPTOR_HPP
#define AMBIT_ASIO_TCP_ACCEPTOR_HPP

#include <ambit/asio/traits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <utility>

AMBIT_BEGIN

/// @brief A manager: a socket that listens for TCP connections.
///
/// Its resource is the acceptor, on the run's executor.
/// Enter: opens, sets `reuse_address`, binds and listens; throws `boost::system::system_error` if
/// that fails, and leaves nothing open then. Does not suspend.
/// Exit and abandon: close, which ends what still waits for a connection with `operation_aborted`.
/// Neither fails.
/// Policy: never suppresses. Facts: none.
/// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
template <class Executor = ::boost::asio::any_io_executor>
class [[nodiscard]] basic_tcp_acceptor {
public:
    using acceptor_type = ::boost::asio::basic_socket_acceptor<::boost::asio::ip::tcp, Executor>;
    using endpoint_type = ::boost::asio::ip::tcp::endpoint;

    /// @param at the address and port to listen at; port 0 for any that is free, which
    /// `local_endpoint()` of the resource tells.
    [[nodiscard]] explicit basic_tcp_acceptor(endpoint_type const& at) : at_(at) {}

    ::boost::asio::awaitable<acceptor_type, Executor> async_enter() {
        // opens, binds and listens; "true" is for the option
        acceptor_type acceptor(co_await ::boost::asio::this_coro::executor, at_, true);
        co_return ::std::move(acceptor);
    }
    ::boost::asio::awaitable<void, Executor> async_exit(acceptor_type& acceptor) {
        abandon(acceptor);
        co_return;
    }
    void abandon(acceptor_type& acceptor) noexcept {
        ::boost::system::error_code ignored;
        acceptor.close(ignored);
    }

private:
    endpoint_type at_;
};

using tcp_acceptor = basic_tcp_acceptor<>;

AMBIT_END

#endif
