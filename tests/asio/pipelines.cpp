// SPDX-License-Identifier: BSL-1.0
// The managers as stages of a run.
#include <asio/drive.hpp>
#include <support/catch.hpp>

#include <ambit/ambit.hpp>
#include <ambit/asio/mutex.hpp>
#include <ambit/asio/tcp_acceptor.hpp>
#include <ambit/asio/tcp_connection.hpp>
#include <ambit/asio/tcp_session.hpp>
#include <ambit/asio/timer.hpp>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using namespace std::chrono_literals;
using namespace test;
using ambit::async_run;
using ambit::scope;
using asio::ip::tcp;

constexpr auto long_time = 30s;  // longer than any test takes

tcp::endpoint loopback() { return {asio::ip::address_v4::loopback(), 0}; }

asio::awaitable<void> write(tcp::socket& to, std::string text) {
    co_await asio::async_write(to, asio::buffer(text), asio::deferred);
}

/// Reads to the end, which has to be an orderly one.
asio::awaitable<void> read(tcp::socket& from, std::string& text) {
    error_code end;
    co_await asio::async_read(from, asio::dynamic_buffer(text),
                              asio::redirect_error(asio::use_awaitable, end));
    if (end != asio::error::eof) {
        throw boost::system::system_error(end);
    }
}

/// A client that says something, and hears what the server has to say.
asio::awaitable<void> converse(tcp::endpoint server, std::string say, std::string& heard) {
    auto block = scope(ambit::tcp_connection(server, long_time)) >>
                 [&](tcp::socket& s) -> asio::awaitable<void> {
        co_await write(s, say);
        co_await read(s, heard);
    };
    co_await async_run(std::move(block));
}

/// A server of one session, which greets and does what its body does; the client's words are left
/// unread. Client and server are pipelines.
template <class Body>
asio::awaitable<void> serve(std::string& heard, bool& client_succeeded, Body body) {
    auto block =
        scope(ambit::tcp_acceptor(loopback())) >> [&](tcp::acceptor& a) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        asio::co_spawn(executor, converse(a.local_endpoint(), "unread", heard),
                       [&client_succeeded](std::exception_ptr const& e) {
                           client_succeeded = e == nullptr;
                       });
        tcp::socket accepted = co_await a.async_accept(asio::deferred);
        auto session = scope(ambit::tcp_session(std::move(accepted), long_time)) >>
                       [&](tcp::socket& s) -> asio::awaitable<void> {
            co_await write(s, "hello");
            co_await s.async_wait(tcp::socket::wait_read, asio::deferred);
            co_await body();
        };
        co_await async_run(std::move(session));
    };
    co_await async_run(std::move(block));
}

asio::awaitable<void> for_ever() {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::deferred);
}

}  // namespace

TEST_CASE("asio managers: their resources, and nothing bound to a thread") {
    using lease = decltype(std::declval<ambit::async_mutex&>().lease());
    static_assert(std::is_same_v<ambit::resource_t<ambit::tcp_connection>, tcp::socket>);
    static_assert(std::is_same_v<ambit::resource_t<ambit::tcp_session>, tcp::socket>);
    static_assert(std::is_same_v<ambit::resource_t<ambit::tcp_acceptor>, tcp::acceptor>);
    static_assert(std::is_same_v<ambit::resource_t<ambit::timer>, asio::steady_timer>);
    static_assert(std::is_same_v<ambit::resource_t<lease>, ambit::async_mutex::lock>);
    static_assert(!ambit::has_fact<lease, ambit::thread_bound>);
    static_assert(!ambit::has_fact<lease, ambit::blocking>);
    static_assert(ambit::has_fact<ambit::tcp_session, ambit::single_use>);
    static_assert(ambit::async_manager<lease> && !ambit::sync_manager<lease>);
    SUCCEED();
}

TEST_CASE("tcp managers: both ends of a connection are runs") {
    std::ptrdiff_t const before = open_descriptors();
    std::string heard;
    bool client_succeeded = false;
    {
        asio::io_context io;
        SECTION("that succeed") {
            spawned const server(io, serve(heard, client_succeeded, suspend));
            io.run();
            server.rethrow();
        }
        SECTION("the server's body fails") {
            spawned const server(io, serve(heard, client_succeeded, []() -> asio::awaitable<void> {
                                     co_await suspend();
                                     throw std::logic_error("the body's");
                                 }));
            io.run();
            CHECK_THROWS_AS(server.rethrow(), std::logic_error);
        }
        SECTION("the server is cancelled, and again while it exits") {
            bool in_body = false;
            spawned server(io, serve(heard, client_succeeded, [&]() -> asio::awaitable<void> {
                               in_body = true;
                               co_await for_ever();
                           }));
            while (!in_body) {
                io.run_one();
            }
            server.cancel();
            while (!server.ended()) {
                server.cancel();
                io.run_one();
            }
            CHECK(server.aborted());
            io.run();
        }
    }
    CHECK(heard == "hello");
    CHECK(client_succeeded);
    CHECK(open_descriptors() == before);
}

TEST_CASE("asio managers: a context that ends while runs are suspended") {
    std::ptrdiff_t const before = open_descriptors();
    std::string heard;
    bool client_succeeded = false;
    ambit::async_mutex mutex;
    {
        asio::io_context io;
        bool in_body = false;
        spawned const server(io, serve(heard, client_succeeded, [&]() -> asio::awaitable<void> {
                                 auto block = scope(mutex.lease(), ambit::timer(1h)) >>
                                              [&](asio::steady_timer& t) -> asio::awaitable<void> {
                                     in_body = true;
                                     co_await t.async_wait(asio::deferred);
                                 };
                                 co_await async_run(std::move(block));
                             }));
        while (!in_body) {
            io.run_one();
        }
        CHECK_FALSE(mutex.try_lock());
        CHECK_FALSE(server.ended());
    }
    CHECK(mutex.try_lock());
    CHECK_FALSE(client_succeeded);
    CHECK(open_descriptors() == before);
}

TEST_CASE("timer: expires, from when it is entered") {
    drive([]() -> asio::awaitable<void> {
        auto const before = std::chrono::steady_clock::now();
        auto block =
            scope(ambit::timer(20ms)) >> [=](asio::steady_timer& t) -> asio::awaitable<void> {
            CHECK(t.expiry() >= before + 20ms);
            co_await t.async_wait(asio::deferred);
            CHECK(std::chrono::steady_clock::now() >= before + 20ms);
        };
        co_await async_run(std::move(block));
    }());
}

TEST_CASE("timer: whoever waits when it exits is cancelled") {
    std::optional<error_code> waited;
    drive([](std::optional<error_code>& result) -> asio::awaitable<void> {
        auto block = scope(ambit::timer()) >> [&](asio::steady_timer& t) {
            t.expires_after(1h);
            t.async_wait([&](error_code e) { result = e; });
        };
        co_await async_run(std::move(block));
    }(waited));
    CHECK(waited == asio::error::operation_aborted);
}
