// SPDX-License-Identifier: BSL-1.0
// tcp_connection, tcp_session, tcp_acceptor: an orderly end, whatever the peer does.
#include <asio/drive.hpp>
#include <support/catch.hpp>

#include <ambit/asio/tcp_acceptor.hpp>
#include <ambit/asio/tcp_connection.hpp>
#include <ambit/asio/tcp_session.hpp>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <future>
#include <list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace test;
using asio::ip::tcp;
using clock_type = std::chrono::steady_clock;

constexpr auto long_time = 30s;  // longer than any test takes

tcp::endpoint loopback(unsigned short port = 0) { return {asio::ip::address_v4::loopback(), port}; }

/// Both ends of a connection.
struct pair {
    explicit pair(asio::io_context& io) : here(io), there(io) {
        tcp::acceptor acceptor(io, loopback());
        here.connect(acceptor.local_endpoint());
        acceptor.accept(there);
    }

    tcp::socket here;
    tcp::socket there;
};

/// Reads to the end; what came, and how it ended.
struct received {
    std::string text;
    error_code error;
};
asio::awaitable<received> receive(tcp::socket& from) {
    received all;
    std::array<char, 100> part{};
    while (!all.error) {
        std::size_t const size =
            co_await from.async_read_some(asio::buffer(part),
                                          asio::redirect_error(asio::use_awaitable, all.error));
        all.text.append(part.data(), size);
    }
    co_return all;
}

/// The peer of a session: writes, reads to the end, ends too.
asio::awaitable<void> converse(tcp::socket socket, std::string say, received& heard) {
    co_await asio::async_write(socket, asio::buffer(say), asio::deferred);
    heard = co_await receive(socket);
}

/// A session whose body writes `say`. What comes it leaves unread, but may wait for it to be there.
asio::awaitable<void> serve(tcp::socket accepted, std::string say, std::chrono::nanoseconds linger,
                            bool until_readable = false) {
    ambit::tcp_session session(std::move(accepted), linger);
    tcp::socket socket = co_await session.async_enter();
    co_await asio::async_write(socket, asio::buffer(say), asio::deferred);
    if (until_readable) {
        co_await socket.async_wait(tcp::socket::wait_read, asio::deferred);
    }
    co_await session.async_exit(socket);
    if (socket.is_open()) {  // no CHECK: this runs on several threads too
        throw std::logic_error("still open");
    }
}

/// Ends the connection by a reset.
void reset(tcp::socket& socket) {
    socket.set_option(asio::socket_base::linger(true, 0));
    socket.close();
}

}  // namespace

TEST_CASE("tcp_session: the peer gets all that was sent, then the end") {
    std::ptrdiff_t const before = open_descriptors();
    {
        asio::io_context io;
        pair p(io);
        received heard;
        std::string const unread(20'000, 'x');
        spawned const server(io, serve(std::move(p.there), "good bye", long_time, true));
        spawned const client(io, converse(std::move(p.here), unread, heard));
        io.run();
        server.rethrow();
        client.rethrow();
        CHECK(heard.text == "good bye");
        CHECK(heard.error == asio::error::eof);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("tcp_session: it waits for a silent peer as long as it lingers") {
    asio::io_context io;
    pair p(io);
    auto const start = clock_type::now();
    spawned const server(io, serve(std::move(p.there), "hello", 50ms));
    io.run();
    server.rethrow();
    auto const time = clock_type::now() - start;
    CHECK(time >= 50ms);
    CHECK(time < long_time);

    // and even so the peer sees an orderly end
    received heard;
    spawned const client(io, [](tcp::socket& s, received& all) -> asio::awaitable<void> {
        all = co_await receive(s);
    }(p.here, heard));
    io.restart();
    io.run();
    CHECK(heard.text == "hello");
    CHECK(heard.error == asio::error::eof);
}

TEST_CASE("tcp_session: with zero it does not wait") {
    asio::io_context io;
    pair p(io);
    auto const start = clock_type::now();
    spawned const server(io, serve(std::move(p.there), "", 0s));
    io.run();
    server.rethrow();
    CHECK(clock_type::now() - start < long_time);
}

TEST_CASE("tcp_session: a peer that never stops sending is left when the time is up") {
    asio::io_context io;
    pair p(io);
    spawned const server(io, serve(std::move(p.there), "", 50ms));
    spawned const client(io, [](tcp::socket s) -> asio::awaitable<void> {
        std::string const more(5000, 'x');
        for (;;) {
            co_await asio::async_write(s, asio::buffer(more), asio::deferred);
        }
    }(std::move(p.here)));
    io.run();
    server.rethrow();
    CHECK(client.error());
}

TEST_CASE("tcp_session: a peer that is gone is no failure") {
    asio::io_context io;
    pair p(io);
    ambit::tcp_session session(std::move(p.there), long_time);

    SECTION("before the exit") { reset(p.here); }
    SECTION("before the exit, with something unread") {
        p.here.send(asio::buffer("unread", 6));
        reset(p.here);
    }
    SECTION("during the exit") {
        asio::post(io, [&] { asio::post(io, [&] { reset(p.here); }); });
    }
    SECTION("ended, not reset") { p.here.close(); }

    spawned const server(io, [](ambit::tcp_session& s) -> asio::awaitable<void> {
        tcp::socket socket = co_await s.async_enter();
        co_await s.async_exit(socket);
        CHECK_FALSE(socket.is_open());
    }(session));
    io.run();
    server.rethrow();
    CHECK(server.succeeded());
}

TEST_CASE("tcp_session: a socket that the body closed, or moved away") {
    asio::io_context io;
    pair p(io);
    ambit::tcp_session session(std::move(p.there), long_time);
    std::optional<tcp::socket> taken;
    void (*end)(tcp::socket&, std::optional<tcp::socket>&) = nullptr;
    SECTION("closed") {
        end = [](tcp::socket& s, std::optional<tcp::socket>&) { s.close(); };
    }
    SECTION("moved") {
        end = [](tcp::socket& s, std::optional<tcp::socket>& to) { to.emplace(std::move(s)); };
    }
    spawned const server(io, [](auto& s, auto e, auto& to) -> asio::awaitable<void> {
        tcp::socket socket = co_await s.async_enter();
        e(socket, to);
        co_await s.async_exit(socket);
    }(session, end, taken));
    io.run();
    server.rethrow();
    CHECK(server.succeeded());
}

TEST_CASE("tcp_session: abandoned, it closes at once") {
    asio::io_context io;
    pair p(io);
    ambit::tcp_session session(std::move(p.there), long_time);
    static_assert(noexcept(session.abandon(p.here)));
    session.abandon(p.here);
    CHECK_FALSE(p.here.is_open());
    session.abandon(p.here);
}

TEST_CASE("tcp_session: an executor of many threads") {
    asio::thread_pool pool(3);
    std::vector<std::future<void>> all;
    std::list<received> heard;
    tcp::acceptor acceptor(pool, loopback());
    for (int i = 0; i < 50; ++i) {
        tcp::socket here(pool);
        here.connect(acceptor.local_endpoint());
        all.push_back(
            asio::co_spawn(pool, serve(acceptor.accept(), "x", (i % 3) * 1ms), asio::use_future));
        all.push_back(asio::co_spawn(pool,
                                     converse(std::move(here), "unread", heard.emplace_back()),
                                     asio::use_future));
    }
    for (auto& f : all) {
        f.wait();
    }
    for (std::size_t i = 0; i < all.size(); i += 2) {
        CHECK_NOTHROW(all[i].get());
    }
    pool.join();
}

TEST_CASE("tcp_connection: connects, and ends in an orderly way") {
    std::ptrdiff_t const before = open_descriptors();
    drive([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        tcp::acceptor acceptor(executor, loopback());
        ambit::tcp_connection connection(acceptor.local_endpoint(), long_time);
        tcp::socket socket = co_await connection.async_enter();
        tcp::socket peer = co_await acceptor.async_accept(asio::deferred);
        co_await asio::async_write(socket, asio::buffer("hello", 5), asio::deferred);

        received heard;
        spawned const server(executor, converse(std::move(peer), "unread", heard));
        co_await connection.async_exit(socket);
        CHECK_FALSE(socket.is_open());
        co_await suspend();
        CHECK(server.succeeded());
        CHECK(heard.text == "hello");
        CHECK(heard.error == asio::error::eof);
    }());
    CHECK(open_descriptors() == before);
}

TEST_CASE("tcp_connection: what cannot be connected leaves nothing open") {
    std::ptrdiff_t const before = open_descriptors();
    static constexpr auto enter = [](tcp::endpoint to) -> asio::awaitable<void> {
        ambit::tcp_connection connection(to);
        tcp::socket const socket = co_await connection.async_enter();
        static_cast<void>(socket);
    };
    SECTION("refused") {
        asio::io_context io;
        auto const nobody = tcp::acceptor(io, loopback()).local_endpoint();
        spawned const client(io, enter(nobody));
        io.run();
        CHECK(client.error() == asio::error::connection_refused);
    }
    SECTION("cancelled while it connects") {
        asio::io_context io;
        // A queue that is full answers nobody.
        tcp::acceptor acceptor(io, tcp::v4());
        acceptor.bind(loopback());
        acceptor.listen(0);
        std::list<tcp::socket> queue;
        for (int i = 0; i < 3; ++i) {
            queue.emplace_back(io).async_connect(acceptor.local_endpoint(), [](error_code) {});
        }
        spawned client(io, enter(acceptor.local_endpoint()));
        asio::steady_timer timer(io, 20ms);
        timer.async_wait([&](error_code) {
            CHECK_FALSE(client.ended());
            client.cancel();
            queue.clear();
        });
        io.run();
        CHECK(client.aborted());
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("tcp_acceptor: listens until it exits") {
    std::ptrdiff_t const before = open_descriptors();
    drive([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        ambit::tcp_acceptor manager(loopback());
        tcp::acceptor acceptor = co_await manager.async_enter();
        auto const at = acceptor.local_endpoint();
        CHECK(at.port() != 0);
        asio::ip::tcp::acceptor::reuse_address reuses;
        acceptor.get_option(reuses);
        CHECK(reuses.value());

        tcp::socket socket(executor);
        co_await socket.async_connect(at, asio::deferred);
        tcp::socket const peer = co_await acceptor.async_accept(asio::deferred);
        CHECK(peer.is_open());

        std::optional<error_code> waiting;
        acceptor.async_accept([&](error_code e, tcp::socket const&) { waiting = e; });
        co_await manager.async_exit(acceptor);
        CHECK_FALSE(acceptor.is_open());
        co_await suspend();
        CHECK(waiting == asio::error::operation_aborted);

        error_code refused;
        co_await tcp::socket(executor).async_connect(at, asio::redirect_error(asio::use_awaitable,
                                                                              refused));
        CHECK(refused == asio::error::connection_refused);

        // what was listened at is free again at once, though connections of it linger
        ambit::tcp_acceptor again(at);
        tcp::acceptor next = co_await again.async_enter();
        CHECK(next.local_endpoint() == at);
        again.abandon(next);
        CHECK_FALSE(next.is_open());
    }());
    CHECK(open_descriptors() == before);
}

TEST_CASE("tcp_acceptor: an address that is taken") {
    std::ptrdiff_t const before = open_descriptors();
    {
        asio::io_context io;
        tcp::acceptor const holder(io, loopback());
        spawned const second(io, [](tcp::endpoint at) -> asio::awaitable<void> {
            ambit::tcp_acceptor manager(at);
            tcp::acceptor const acceptor = co_await manager.async_enter();
            static_cast<void>(acceptor);
        }(holder.local_endpoint()));
        io.run();
        CHECK(second.error() == asio::error::address_in_use);
    }
    CHECK(open_descriptors() == before);
}
