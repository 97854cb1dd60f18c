// SPDX-License-Identifier: BSL-1.0
// Coroutines of Boost.Asio await their own kind alone: a run that is refused is of that kind too,
// so that awaiting it is no second error.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `session`
// EXPECT: has an async_enter(), but no async_exit that takes
// EXPECT: R being `int`

#include <ambit/asio.hpp>
#include <ambit/coroutine.hpp>

struct session {
    boost::asio::awaitable<int> async_enter() { co_return 1; }
#ifdef FIXED
    boost::asio::awaitable<void> async_exit(int&) { co_return; }
#endif
};

boost::asio::awaitable<int> serve() {
    auto block = ambit::scope(session{}) >> [](int& id) { return id; };
    co_return co_await ambit::async_run(std::move(block));
}

int main() { auto unused = serve(); }
