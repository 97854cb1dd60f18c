// SPDX-License-Identifier: BSL-1.0
// An Asio coroutine awaits what Asio knows, and no task.
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `session` returns
// EXPECT: cannot await
// EXPECT: use managers for that coroutine type
// RULE: ambit::detail::awaits_stages<boost::asio::awaitable<void, boost::asio::any_io_executor>>

#include <ambit/asio.hpp>

namespace asio = boost::asio;

struct connected {
    asio::awaitable<int> async_enter() { co_return 1; }
    asio::awaitable<void> async_exit() { co_return; }
};
struct session {
#ifdef FIXED
    asio::awaitable<void> async_enter() { co_return; }
    asio::awaitable<void> async_exit() { co_return; }
#else
    ambit::task<void> async_enter() { co_return; }
    ambit::task<void> async_exit() { co_return; }
#endif
};

asio::awaitable<void> serve() {
    auto block = ambit::scope(connected(), session()) >> [](int&) {};
    co_await ambit::async_run(std::move(block));
}

int main() { static_cast<void>(serve()); }
