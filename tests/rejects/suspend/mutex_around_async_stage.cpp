// SPDX-License-Identifier: BSL-1.0
// Once it has logged in the coroutine may go on in another thread, and unlock a std::mutex there.
// An asynchronous mutex belongs to the run, not to a thread.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0 `thread_lock`
// EXPECT: stage 1 `session`
// EXPECT: use an asynchronous mutex

#include <ambit/asio.hpp>
#include <ambit/coroutine.hpp>
#include <mutex>

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    std::mutex& mutex;
    void enter() { mutex.lock(); }
    void exit() noexcept { mutex.unlock(); }
};

struct session {
    boost::asio::awaitable<int> async_enter() { co_return 1; }
    boost::asio::awaitable<void> async_exit(int&) { co_return; }
};

boost::asio::awaitable<int> work() {
#ifdef FIXED
    ambit::async_mutex mutex;
    auto lock = mutex.lease();
#else
    std::mutex mutex;
    auto lock = thread_lock{mutex};
#endif
    auto block = ambit::scope(lock) | ambit::scope(session()) >> [](int& id) { return id; };
    co_return co_await ambit::async_run(std::move(block));
}

int main() { auto unused = work(); }
