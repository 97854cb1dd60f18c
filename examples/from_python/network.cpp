// SPDX-License-Identifier: BSL-1.0
// What waits: connections, locks, deadlines. network.py does the same in Python.
#include "print.hpp"

#include <ambit/asio.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using ambit::async_mutex, ambit::tcp_acceptor, ambit::tcp_connection,
    ambit::tcp_session;
using ambit::async_run, ambit::outcome, ambit::scope, ambit::within;
using asio::awaitable, asio::use_awaitable, asio::ip::tcp;

awaitable<std::string> read_line(tcp::socket& s) {
    std::string line;
    co_await asio::async_read_until(s, asio::dynamic_buffer(line), '\n',
                                    use_awaitable);
    line.pop_back();
    co_return line;
}

awaitable<void> write_line(tcp::socket& s, std::string line) {
    line += '\n';
    co_await asio::async_write(s, asio::buffer(line), use_awaitable);
}

awaitable<void> sleep(std::chrono::milliseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(use_awaitable);
}

// [tour:client]
awaitable<void> greet(tcp::endpoint server) {
    auto talk = [](tcp::socket& s) -> awaitable<void> {
        co_await write_line(s, "hello");
        std::string const answer = co_await read_line(s);
        print("answer:", answer);
    };
    auto block = scope(within(5s)) | scope(tcp_connection(server)) >> talk;
    co_await async_run(std::move(block));
}
// [/tour]

// [tour:server]
awaitable<void> echo(tcp::acceptor& acceptor) {
    auto accepted = co_await acceptor.async_accept(use_awaitable);
    auto talk = [](tcp::socket& s) -> awaitable<void> {
        auto const line = co_await read_line(s);
        co_await write_line(s, line);
    };
    auto block = scope(tcp_session(std::move(accepted))) >> talk;
    co_await async_run(std::move(block));
}

awaitable<void> serve() {
    auto once = [](tcp::acceptor& a) -> awaitable<void> {
        co_await (echo(a) && greet(a.local_endpoint()));
    };
    tcp::endpoint const any_port(asio::ip::address_v4::loopback(), 0);
    auto block = scope(tcp_acceptor(any_port)) >> once;
    co_await async_run(std::move(block));
}
// [/tour]

// [tour:async_lock]
struct sum {
    int total = 0;
    async_mutex mutex = {};

    awaitable<void> add(int n) {
        auto slowly = [this, n]() -> awaitable<void> {
            int const before = total;
            co_await sleep(1ms);
            total = before + n;
        };
        auto block = scope(mutex.lease()) >> slowly;
        co_await async_run(block);
    }
};
// [/tour]

awaitable<void> sum_up(sum& numbers) {
    co_await (numbers.add(1) && numbers.add(2));
    print(numbers.total);
}

// [tour:cancellation]
struct session {
    std::string user;

    awaitable<void> async_enter() {
        print("log in", user);
        co_return;
    }
    awaitable<void> async_exit(outcome const& end) {
        if (end.cancelled())
            print("cancelled");
        co_await sleep(5ms);  // shielded from however many cancels
        print("log out", user);
    }
};

awaitable<void> wait_long() {
    auto work = [] { return sleep(10s); };
    auto block = scope(within(20ms)) | scope(session{"ann"}) >> work;
    co_await async_run(std::move(block));
}
// [/tour]

awaitable<void> all(sum& numbers) {
    print("# network");
    co_await serve();
    print("# locks");
    co_await sum_up(numbers);
    print("# cancellation");
    try {
        co_await wait_long();
    } catch (ambit::timed_out const&) {
        print("timed out");
    }
}

}  // namespace

int main() {
    sum numbers;
    asio::io_context context;
    asio::co_spawn(context, all(numbers),
                   [](std::exception_ptr const& failure) {
                       if (failure)
                           std::rethrow_exception(failure);
                   });
    context.run();
}
