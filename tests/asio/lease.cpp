// SPDX-License-Identifier: BSL-1.0
// Rule 12, pool: leased by Asio coroutines.
#include <managers/pooled.hpp>

#include <asio/drive.hpp>

#include <support/catch.hpp>

#include <ambit/asio.hpp>
#include <ambit/asio/lease.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ambit::asio_lease;
using ambit::async_run;
using ambit::scope;
using namespace std::chrono_literals;
using namespace test;

using lease = ambit::asio_pool_lease<pooled>;
static_assert(ambit::async_manager<lease> && !ambit::sync_manager<lease>);
static_assert(std::is_same_v<ambit::resource_t<lease>, std::reference_wrapper<pooled>>);

/// Leases, notes its number, gives way to the others, and gives back.
asio::awaitable<void> visit(lease l, std::vector<int>& order, int id) {
    auto block = scope(l) >> [&order, id](pooled& p) -> asio::awaitable<void> {
        order.push_back(id);
        co_await suspend();
        p.use([] {});
    };
    co_await async_run(std::move(block));
}
template <class E>
asio::awaitable<void> expect(asio::awaitable<void> a, int& caught) {
    try {
        co_await std::move(a);
    } catch (E const&) {
        ++caught;
    }
}

}  // namespace

TEST_CASE("12 pool: Asio coroutines wait in the same queue as threads") {
    census c;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    asio::io_context context;
    std::thread thread;
    ambit::run(scope(p.lease()) >> [&](pooled&) {
        for (int i = 0; i != 3; ++i) {
            asio::co_spawn(context, visit(asio_lease(p.lease(1h)), order, i), asio::detached);
        }
        context.poll();
        CHECK(p.statistics().waiting == 3);
        thread = std::thread(
            [&] { ambit::run(scope(p.lease()) >> [&](pooled&) { order.push_back(3); }); });
        while (p.statistics().waiting != 4) {
            std::this_thread::yield();
        }
        asio::co_spawn(context, visit(asio_lease(p), order, 4), asio::detached);
        context.poll();
    });
    CHECK(order.empty());  // who waits goes on through its executor
    context.run();
    thread.join();
    context.restart();
    context.run();
    CHECK(order == std::vector{0, 1, 2, 3, 4});
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
}

TEST_CASE("12 pool: an Asio coroutine whose time is up, or that is cancelled, or refused") {
    census c;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    asio::io_context context;
    int late = 0;
    int refused = 0;
    ambit::run(scope(p.lease()) >> [&](pooled&) {
        using ambit::pool_closed;
        using ambit::pool_timeout;
        spawned at_once(context,
                        expect<pool_timeout>(visit(asio_lease(p.lease(0s)), order, 0), late));
        spawned soon(context,
                     expect<pool_timeout>(visit(asio_lease(p.lease(5ms)), order, 1), late));
        context.run();
        CHECK(late == 2);
        CHECK(p.statistics().timeouts == 2);

        context.restart();
        spawned cancelled(context, visit(asio_lease(p), order, 2));
        context.poll();
        CHECK_FALSE(cancelled.ended());
        cancelled.cancel();
        context.restart();
        context.run();
        CHECK(cancelled.error() == asio::error::operation_aborted);
        CHECK(p.statistics().timeouts == 2);
        CHECK(p.statistics().waiting == 0);

        context.restart();
        spawned waits(context, expect<pool_closed>(visit(asio_lease(p), order, 3), refused));
        context.poll();
        CHECK_FALSE(p.close_for(0s));
        context.restart();
        context.run();
        CHECK(refused == 1);
    });
    CHECK(order.empty());
    CHECK(c.alive == 0);
}

TEST_CASE("12 pool: Asio coroutines that end with their context give back, and give way") {
    census c;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    {
        asio::io_context context;
        for (int i = 0; i != 3; ++i) {
            asio::co_spawn(context, visit(asio_lease(p), order, i), asio::detached);
        }
        while (order.empty()) {
            context.run_one();
        }
        context.poll_one();
    }
    CHECK(standing_of(p).leased == 0);
    CHECK(standing_of(p).waiting == 0);
    CHECK(c.most == 1);
}

TEST_CASE("12 pool: Asio coroutines on several threads, with deadlines and broken resources") {
    constexpr int bound = 2;
    constexpr int coroutines = 40;
    constexpr int rounds = 20;
    census c;
    std::atomic<int> served = 0;
    std::atomic<int> late = 0;
    test::pool p(bound, pooling(c), is_broken);
    auto const works = [&](int id) -> asio::awaitable<void> {
        for (int i = 0; i != rounds; ++i) {
            auto const lease =
                (id + i) % 2 == 0 ? p.lease() : p.lease(std::chrono::microseconds(id));
            auto block = scope(asio_lease(lease)) >> [&, i](pooled& x) {
                x.use([&] { x.broken = i % 7 == 0; });
                ++served;
            };
            try {
                co_await async_run(std::move(block));
            } catch (ambit::pool_timeout const&) {
                ++late;
            }
            co_await suspend();
        }
    };
    asio::thread_pool threads(3);
    for (int i = 0; i != coroutines; ++i) {
        asio::co_spawn(threads, works(i), asio::detached);
    }
    threads.join();
    CHECK(served + late == coroutines * rounds);
    CHECK(p.statistics().leases == static_cast<std::uint64_t>(served.load()));
    CHECK(p.statistics().timeouts == static_cast<std::uint64_t>(late.load()));
    CHECK(c.most <= bound);
    CHECK(standing_of(p).leased == 0);
    CHECK(standing_of(p).waiting == 0);
}
