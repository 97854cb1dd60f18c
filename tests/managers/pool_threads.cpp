// SPDX-License-Identifier: BSL-1.0
// Rule 12, pool: several threads. All of it also runs under ThreadSanitizer.
#include "pooled.hpp"

#include <support/by_hand.hpp>
#include <support/catch.hpp>

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <pthread.h>

namespace {

using ambit::async_run;
using ambit::run;
using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using namespace std::chrono_literals;
using namespace test;

/// Threads that are joined at its end.
class team {
public:
    team() = default;
    team(team const&) = delete;
    team& operator=(team const&) = delete;
    ~team() { join(); }
    template <class F>
    void add(F f) {
        all_.emplace_back(std::move(f));
    }
    void join() {
        for (auto& t : all_) {
            t.join();
        }
        all_.clear();
    }

private:
    std::vector<std::thread> all_;
};

/// Yields to other threads until f.
template <class F>
void until(F f) {
    while (!f()) {
        std::this_thread::sleep_for(100us);
    }
}
auto waiting(test::pool const& p, std::size_t n) {
    return [&p, n] { return p.statistics().waiting == n; };
}

/// Goes on in a thread of its own.
class elsewhere {
public:
    explicit elsewhere(std::thread& t) : thread_(&t) {}
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const {
        std::thread& t = *thread_;
        t = std::thread([h] { h.resume(); });
    }
    static void await_resume() noexcept {}

private:
    std::thread* thread_;
};

/// Leases in the form asked for, and runs f(resource).
template <class F>
void lease_sync(ambit::pool_lease<pooled> lease, F f) {
    run(scope(lease) >> f);
}
template <class F>
task<> lease_async(ambit::pool_lease<pooled> lease, F f) {
    auto block = scope(lease) >> f;
    co_await async_run(std::move(block));
}

}  // namespace

TEST_CASE("12 pool: one queue for threads and coroutines, first come, first served") {
    census c;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    std::vector<int> expected;
    std::deque<by_hand<task<>>> coroutines;
    team threads;
    run(scope(p.lease()) >> [&](pooled&) {
        for (int i = 0; i != 12; ++i) {
            auto const note = [&order, i](pooled&) { order.push_back(i); };
            if (i % 3 == 0) {
                coroutines.emplace_back(lease_async(p.lease(), note)).start();
            } else if (i % 3 == 1) {
                threads.add([&p, note] { lease_sync(p.lease(1h), note); });
            } else {
                threads.add([&p, note] { sync_wait(lease_async(p.lease(1h), note)); });
            }
            until(waiting(p, static_cast<std::size_t>(i) + 1));
            expected.push_back(i);
        }
    });
    threads.join();
    for (auto const& one : coroutines) {
        CHECK(one.ended());
    }
    CHECK(order == expected);
    CHECK(c.made == 1);
}

TEST_CASE("12 pool: a thread that comes later does not overtake") {
    census c;
    test::pool p(1, pooling(c));
    for (int round = 0; round != 20; ++round) {
        std::atomic<bool> served = false;
        bool overtaken = false;
        team threads;
        run(scope(p.lease()) >> [&](pooled&) {
            threads.add([&] { lease_sync(p.lease(), [&](pooled&) { served = true; }); });
            until(waiting(p, 1));
        });
        lease_sync(p.lease(), [&](pooled&) { overtaken = !served; });  // back at once
        threads.join();
        CHECK_FALSE(overtaken);
    }
}

TEST_CASE("12 pool: threads and coroutines, failures of every kind, nothing lost") {
    constexpr std::size_t bound = 3;
    constexpr int threads_in_all = 6;
    constexpr int rounds = 400;
    census c;
    std::atomic<unsigned> calls = 0;
    std::atomic<unsigned> served = 0;
    std::atomic<unsigned> late = 0;
    std::atomic<unsigned> factory = 0;
    std::atomic<unsigned> body = 0;
    std::atomic<unsigned> predicate = 0;
    test::pool p(
        bound,
        [&] {
            if (++calls % 7 == 0) {
                throw factory_failed();
            }
            return pooled(c);
        },
        [](pooled& x) {
            if (x.broken && x.id % 5 == 0) {
                throw predicate_failed();
            }
            return x.broken;
        });
    {
        team threads;
        for (unsigned t = 0; t != threads_in_all; ++t) {
            threads.add([&, t] {
                std::minstd_rand random(t + 1);
                for (int i = 0; i != rounds; ++i) {
                    auto const dice = random();
                    auto const lease = dice % 3 == 0 ? p.lease() : p.lease(dice % 500 * 1us);
                    auto const use = [&, dice](pooled& x) {
                        x.use([] { std::this_thread::yield(); });
                        ++served;
                        x.broken = dice % 11 == 0;
                        if (dice % 13 == 0) {
                            throw body_failed();
                        }
                    };
                    try {
                        if (dice % 2 == 0) {
                            lease_sync(lease, use);
                        } else {
                            sync_wait(lease_async(lease, use));
                        }
                    } catch (ambit::pool_timeout const&) {
                        ++late;
                    } catch (factory_failed const&) {
                        ++factory;
                    } catch (body_failed const&) {
                        ++body;
                    } catch (predicate_failed const&) {
                        ++predicate;
                    }
                }
            });
        }
    }
    auto const all = p.statistics();
    CHECK(served + late + factory == threads_in_all * rounds);
    CHECK(all.leases == served);
    CHECK(all.timeouts == late);
    CHECK(all.failures == factory);
    CHECK(all.created == static_cast<std::uint64_t>(c.made));
    CHECK(all.discarded == all.created - all.open);
    CHECK(all.discarded > 0);
    CHECK(c.most <= static_cast<int>(bound));
    CHECK(all.leased == 0);
    CHECK(all.waiting == 0);
    CHECK(all.idle == static_cast<std::size_t>(c.alive));
    CHECK(body > 0);
    CHECK(predicate > 0);
}

TEST_CASE("12 pool: a deadline and a resource that come at the same time") {
    census c;
    test::pool p(1, pooling(c));
    unsigned served = 0;
    unsigned late = 0;
    constexpr unsigned rounds = 300;
    for (unsigned i = 0; i != rounds; ++i) {
        std::atomic<unsigned> ended = 0;
        std::atomic<unsigned> in_time = 0;
        auto const wait = 50us + i % 20 * 5us;
        team threads;
        lease_sync(p.lease(), [&](pooled&) {
            auto const at = std::chrono::steady_clock::now() + 400us;
            for (bool const sync : {true, false}) {
                threads.add([&, sync, at] {
                    try {
                        auto const use = [&](pooled& x) { x.use([&] { ++in_time; }); };
                        auto const lease = p.lease_until(at);
                        sync ? lease_sync(lease, use) : sync_wait(lease_async(lease, use));
                    } catch (ambit::pool_timeout const&) {
                    }
                    ++ended;
                });
            }
            std::this_thread::sleep_until(at - wait);
        });
        threads.join();
        served += in_time;
        late += ended - in_time;
        if (standing_of(p) != standing{1, 1, 0, 0}) {
            FAIL("lost in round " << i);
        }
    }
    CHECK(served + late == 2 * rounds);
    CHECK(p.statistics().timeouts == late);
    CHECK(p.statistics().leases == served + rounds);
    CHECK(c.made == 1);
}

TEST_CASE("12 pool: close refuses who waits, in every form, and waits for what is lent") {
    census c;
    test::pool p(1, pooling(c));
    std::atomic<int> refused = 0;
    std::atomic<int> closed = 0;
    auto const counts = [&](auto f) {
        return [&refused, f] {
            try {
                f();
            } catch (ambit::pool_closed const&) {
                ++refused;
            }
        };
    };
    auto const closes = [&]() -> task<> {
        co_await p.async_close();
        ++closed;
    };
    team threads;
    lease_sync(p.lease(), [&](pooled&) {
        auto const nothing = [](pooled&) {};
        threads.add(counts([&] { lease_sync(p.lease(), nothing); }));
        threads.add(counts([&] { lease_sync(p.lease(1h), nothing); }));
        threads.add(counts([&] { sync_wait(lease_async(p.lease(), nothing)); }));
        threads.add(counts([&] { sync_wait(lease_async(p.lease(1h), nothing)); }));
        until(waiting(p, 4));
        threads.add([&] {
            p.close();
            ++closed;
        });
        threads.add([&] {
            p.close();
            ++closed;
        });
        threads.add([&] { sync_wait(closes()); });
        until([&] { return refused == 4; });
        std::this_thread::sleep_for(1ms);
        CHECK(closed == 0);
        CHECK(c.alive == 1);
    });
    threads.join();
    CHECK(closed == 3);
    CHECK(c.alive == 0);
}

TEST_CASE("12 pool: its destructor refuses who waits, and waits for what is lent") {
    for (int round = 0; round != 20; ++round) {
        census c;
        std::atomic<int> refused = 0;
        auto p = std::make_unique<test::pool>(1, pooling(c));
        auto& q = *p;
        team threads;
        std::atomic<bool> release = false;
        threads.add([&] {
            lease_sync(q.lease(), [&](pooled&) { until([&] { return release.load(); }); });
        });
        until([&] { return c.made == 1; });
        for (bool const sync : {true, false}) {
            threads.add([&, sync] {
                auto const nothing = [](pooled&) {};
                try {
                    sync ? lease_sync(q.lease(), nothing)
                         : sync_wait(lease_async(q.lease(1h), nothing));
                } catch (ambit::pool_closed const&) {
                    ++refused;
                }
            });
        }
        until(waiting(q, 2));
        threads.add([&] {
            until([&] { return q.statistics().closed; });
            release = true;
        });
        p.reset();
        CHECK(c.alive == 0);
        threads.join();
        CHECK(refused == 2);
    }
}

TEST_CASE("12 pool: a run that enters on one thread and exits on another") {
    census c;
    test::pool p(1, pooling(c));
    std::thread::id ids[3];
    std::thread others[2];
    auto const hops = [&](int i) -> task<> {
        auto block = scope(p.lease()) >> [&, i](pooled& x) -> task<> {
            int const before = x.id;
            ids[i] = std::this_thread::get_id();
            co_await elsewhere(others[i]);
            ids[i + 1] = std::this_thread::get_id();
            x.use([&] { CHECK(x.id == before); });
        };
        co_await async_run(std::move(block));
    };
    by_hand<task<>> first(hops(0));
    by_hand<task<>> second(hops(1));
    lease_sync(p.lease(), [&](pooled&) {
        first.start();
        second.start();
    });
    others[0].join();  // who gave back on it resumed the second on it
    others[1].join();
    CHECK(first.ended());
    CHECK(second.ended());
    CHECK(ids[0] == std::this_thread::get_id());
    CHECK(ids[1] != ids[0]);
    CHECK(ids[2] != ids[1]);
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
}

TEST_CASE("12 3.7 pool: a thread that is cancelled while it waits leaves the queue") {
    census c;
    test::pool p(1, pooling(c));
    std::thread last;
    bool served = false;
    lease_sync(p.lease(), [&](pooled&) {
        pthread_t thread{};
        auto const waits = [](void* it) -> void* {
            lease_sync(static_cast<test::pool*>(it)->lease(), [](pooled&) {});
            return nullptr;
        };
        REQUIRE(::pthread_create(&thread, nullptr, waits, &p) == 0);
        until(waiting(p, 1));
        last = std::thread([&] { lease_sync(p.lease(), [&](pooled&) { served = true; }); });
        until(waiting(p, 2));
        ::pthread_cancel(thread);
        void* result = nullptr;
        ::pthread_join(thread, &result);
        CHECK(result == PTHREAD_CANCELED);
        CHECK(p.statistics().waiting == 1);
    });
    last.join();
    CHECK(served);
    p.close();
    CHECK(c.alive == 0);
}
