// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TCP_CLOSE_HPP
#define AMBIT_ASIO_TCP_CLOSE_HPP

#include <ambit/asio/traits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>

AMBIT_BEGIN
namespace detail {

template <class Executor>
using tcp_socket = ::boost::asio::basic_stream_socket<::boost::asio::ip::tcp, Executor>;

/// Reads what comes until the peer's end, or until reading fails in another way.
template <class Executor, class Socket>
::boost::asio::awaitable<void, Executor> tcp_drain(Socket& socket) {
    char scrap[1024];
    for (bool more = true; more;) {
        auto const [error, size] =
            co_await socket.async_read_some(::boost::asio::buffer(scrap),
                                            ::boost::asio::as_tuple(::boost::asio::deferred));
        more = !error;
    }
}

template <class Executor>
::boost::asio::awaitable<void, Executor> tcp_patience(::std::chrono::nanoseconds time) {
    ::boost::asio::steady_timer timer(co_await ::boost::asio::this_coro::executor, time);
    co_await timer.async_wait(::boost::asio::as_tuple(::boost::asio::deferred));
}

template <class Executor, class Socket>
::boost::asio::awaitable<void, Executor> tcp_drain(Socket& socket,
                                                   ::std::chrono::nanoseconds linger) {
    using namespace ::boost::asio::experimental::awaitable_operators;
    co_await (detail::tcp_drain<Executor>(socket) || detail::tcp_patience<Executor>(linger));
}

/// The orderly end of a connection: tells the peer that nothing more will come, waits at most for
/// `linger` until the peer says so too, and closes. Closing while there is something unread would
/// reset the connection, and the peer could lose what was sent last.
///
/// Fails only where memory does, and with a socket that can still be closed. The peer may be gone.
template <class Executor>
::boost::asio::awaitable<void, Executor> tcp_close(tcp_socket<Executor>& socket,
                                                   ::std::chrono::nanoseconds linger) {
    ::boost::system::error_code error;
    socket.shutdown(::boost::asio::socket_base::shutdown_send, error);
    if (!error) {
        // The run's executor may be a pool of threads, and the deadline must not overtake reading.
        using strand = ::boost::asio::strand<Executor>;
        strand const one_at_a_time(co_await ::boost::asio::this_coro::executor);
        co_await ::boost::asio::co_spawn(one_at_a_time, detail::tcp_drain<strand>(socket, linger),
                                         ::boost::asio::deferred);
    }
    socket.close(error);
}

/// How managers of a connection, whose resource is its socket, end it.
template <class Executor>
class tcp_ending {
public:
    using socket_type = tcp_socket<Executor>;

    ::boost::asio::awaitable<void, Executor> async_exit(socket_type& socket) {
        return detail::tcp_close<Executor>(socket, linger_);
    }
    void abandon(socket_type& socket) noexcept {
        ::boost::system::error_code ignored;
        socket.close(ignored);
    }

protected:
    explicit tcp_ending(::std::chrono::nanoseconds linger) noexcept : linger_(linger) {}

private:
    ::std::chrono::nanoseconds linger_;
};

}  // namespace detail
AMBIT_END

#endif
