// SPDX-License-Identifier: BSL-1.0
// A run in Boost.Asio: a deadline, and exits that no cancellation reaches.
#include <ambit/asio.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

int farewells = 0;

asio::awaitable<void> sleep(std::chrono::milliseconds d) {
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(asio::use_awaitable);
}

// [tour:asio]
struct greeting {
    std::string words;

    asio::awaitable<std::size_t> async_enter() {
        co_await sleep(1ms);
        co_return words.size();
    }
    asio::awaitable<void> async_exit(std::size_t& /*sent*/) {
        co_await sleep(5ms);  // not cut short, though the work inside is cancelled
        ++farewells;
    }
};

asio::awaitable<void> serve() {
    auto work = [](std::size_t& /*sent*/) { return sleep(10s); };
    auto block = ambit::scope(ambit::within(20ms)) | ambit::scope(greeting{"hi"}) >> work;
    co_await ambit::async_run(std::move(block));  // throws ambit::timed_out
}
// [/tour]

}  // namespace

int main() {
    asio::io_context context;
    bool timed_out = false;
    asio::co_spawn(context, serve(), [&](std::exception_ptr const& e) {
        try {
            std::rethrow_exception(e);
        } catch (ambit::timed_out const&) {
            timed_out = true;
        }
    });
    context.run();
    return timed_out && farewells == 1 ? 0 : 1;
}
