// SPDX-License-Identifier: BSL-1.0
// async_mutex: one at a time, whatever threads, strands and cancellations do.
#include <asio/drive.hpp>
#include <support/catch.hpp>

#include <ambit/ambit.hpp>
#include <ambit/asio/mutex.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <list>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace {

using ambit::async_mutex;
using namespace test;

/// What the mutex protects: not atomic, so that a thread sanitizer sees who is in there together.
struct account {
    long visits = 0;
    bool visited = false;
};

struct tally {
    std::atomic<long> entered = 0;
    std::atomic<long> exited = 0;
    std::atomic<long> cancelled = 0;
    std::atomic<bool> together = false;
};

/// What is done with the mutex held; whatever happens in it, it is left in order.
asio::awaitable<void> visit(account& shared, tally& all, bool stays) {
    struct visitor {
        account& shared;
        tally& all;

        visitor(account& a, tally& t) : shared(a), all(t) {
            ++all.entered;
            if (shared.visited) {
                all.together = true;
            }
            shared.visited = true;
            ++shared.visits;
        }
        visitor(visitor const&) = delete;
        visitor& operator=(visitor const&) = delete;
        ~visitor() {
            shared.visited = false;
            ++all.exited;
        }
    };
    visitor const here(shared, all);
    if (stays) {
        co_await suspend();
    }
}

asio::awaitable<void> by_hand(async_mutex& mutex, account& shared, tally& all, bool stays) {
    auto lease = mutex.lease();
    async_mutex::lock const held = co_await lease.async_enter();
    co_await visit(shared, all, stays);
}

asio::awaitable<void> in_a_run(async_mutex& mutex, account& shared, tally& all, bool stays) {
    auto block = ambit::scope(mutex.lease()) >> [&, stays] { return visit(shared, all, stays); };
    co_await ambit::async_run(std::move(block));
}

using way = decltype(&by_hand);

/// One of many that want in: is cancelled again and again, at random.
class contender {
public:
    contender(asio::io_context& io, unsigned seed)
        : strand_(asio::make_strand(io)), timer_(strand_), random_(seed) {}
    contender(contender const&) = delete;
    contender& operator=(contender const&) = delete;

    void start(way how, async_mutex& mutex, account& shared, tally& all, int rounds) {
        if (rounds == 0) {
            return;
        }
        auto next = [=, this, &mutex, &shared, &all](std::exception_ptr const& thrown) {
            if (thrown != nullptr) {
                ++all.cancelled;
            }
            timer_.cancel();
            start(how, mutex, shared, all, rounds - 1);
        };
        bool const stays = random_() % 3 == 0;
        asio::co_spawn(strand_, how(mutex, shared, all, stays),
                       asio::bind_cancellation_slot(cancel_.slot(), next));
        if (random_() % 4 != 0) {
            timer_.expires_after(std::chrono::microseconds(random_() % 500));
            timer_.async_wait([this](error_code ec) {
                if (!ec) {
                    cancel_.emit(asio::cancellation_type::terminal);
                }
            });
        }
    }

private:
    asio::strand<asio::io_context::executor_type> strand_;
    asio::steady_timer timer_;
    asio::cancellation_signal cancel_;
    std::minstd_rand random_;
};

}  // namespace

TEST_CASE("async_mutex: one holder") {
    async_mutex m;
    async_mutex::lock held = m.try_lock();
    CHECK(held);
    CHECK_FALSE(m.try_lock());
    held.release();
    CHECK(m.try_lock());
}

TEST_CASE("async_mutex: given back while somebody is about to wait") {
    async_mutex m;
    asio::thread_pool pool(1);
    static constexpr auto enter = [](async_mutex& mutex,
                                     std::atomic<bool>& about_to) -> asio::awaitable<void> {
        auto lease = mutex.lease();
        about_to = true;
        async_mutex::lock held = co_await lease.async_enter();
        co_await lease.async_exit(held);
    };
    std::atomic<int> delay = 0;
    for (int i = 0; i < 5000; ++i) {
        async_mutex::lock held = m.try_lock();
        REQUIRE(held);
        std::atomic<bool> about_to = false;
        auto entered = asio::co_spawn(pool, enter(m, about_to), asio::use_future);
        while (!about_to) {
        }
        for (delay = i % 100; delay != 0; --delay) {
        }
        held.release();
        REQUIRE(entered.wait_for(std::chrono::seconds(30)) == std::future_status::ready);
    }
}

TEST_CASE("async_mutex: threads, strands, suspensions and random cancellation") {
    way const how = GENERATE(&by_hand, &in_a_run);
    async_mutex m;
    account shared;
    tally all;
    asio::io_context io;
    std::list<contender> contenders;
    constexpr int count = 40;
    constexpr int rounds = 100;
    for (unsigned i = 0; i < count; ++i) {
        contenders.emplace_back(io, i + 1).start(how, m, shared, all, rounds);
    }
    std::vector<std::thread> threads(4);
    for (auto& t : threads) {
        t = std::thread([&] { io.run(); });
    }
    for (auto& t : threads) {
        t.join();
    }
    CHECK_FALSE(all.together);
    CHECK(all.entered == all.exited);
    CHECK(all.entered == shared.visits);
    CHECK(all.entered + all.cancelled >= count * rounds);
    CHECK(all.entered > 0);
    CHECK(all.cancelled > 0);
    CHECK(m.try_lock());
}
