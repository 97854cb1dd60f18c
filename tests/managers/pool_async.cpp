// SPDX-License-Identifier: BSL-1.0
// Rule 12, pool: asynchronous runs, on one thread where no clock is needed.
#include "pooled.hpp"

#include "../async/foreign.hpp"

#include <support/by_hand.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace {

using ambit::async_run;
using ambit::run;
using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using namespace std::chrono_literals;
using namespace test;

/// Coroutines started by hand, in order.
class crowd {
public:
    template <class Coroutine>
    auto& start(Coroutine c) {
        auto& one = all_.emplace_back(std::move(c));
        one.start();
        return one;
    }
    [[nodiscard]] bool have_ended() const {
        for (auto const& one : all_) {
            if (!one.ended()) {
                return false;
            }
        }
        return true;
    }

private:
    std::deque<by_hand<task<>>> all_;
};

/// Leases, notes its number, suspends, and gives back.
task<> visit(ambit::pool_lease<pooled> lease, event_loop& loop, std::vector<int>& order, int id) {
    auto block = scope(lease) >> [&loop, &order, id](pooled& p) {
        order.push_back(id);
        return later(loop, [&p] { p.use([] {}); });
    };
    co_await std::move(block);
}
/// Leases, and gives back at once.
task<> pass(test::pool& p) {
    auto block = scope(p.lease()) >> [] {};
    co_await async_run(std::move(block));
}
/// Leases two, and gives both back when it has passed the gate: where that is because its resource
/// came back, two are made ready before either is resumed.
task<> hold_two(test::pool& p, test::pool& gate) {
    auto block =
        scope(p.lease()) | scope(p.lease()) >> [&gate](pooled&, pooled&) { return pass(gate); };
    co_await async_run(std::move(block));
}
/// Counts what leaves a coroutine.
template <class E>
task<> expect(task<> t, int& caught) {
    try {
        co_await std::move(t);
    } catch (E const&) {
        ++caught;
    }
}

}  // namespace

TEST_CASE("12 pool: an asynchronous lease suspends only if it has to wait") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    crowd all;
    auto& first = all.start(visit(p.lease(), loop, order, 0));
    CHECK(order == std::vector{0});
    auto& second = all.start(visit(p.lease(), loop, order, 1));
    CHECK(order == std::vector{0});
    CHECK(standing_of(p) == standing{1, 0, 1, 1});
    REQUIRE(loop.step());
    CHECK(first.ended());
    CHECK(order == std::vector{0, 1});
    CHECK_FALSE(second.ended());
    REQUIRE(loop.step());
    CHECK(second.ended());
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
    CHECK(c.made == 1);
}

TEST_CASE("12 pool: first come, first served, and who comes later does not overtake") {
    census c;
    event_loop loop;
    test::pool p(2, pooling(c));
    std::vector<int> order;
    std::vector<int> expected;
    crowd all;
    for (int i = 0; i != 8; ++i) {
        all.start(visit(p.lease(), loop, order, i));
        expected.push_back(i);
    }
    for (int i = 8; loop.step(); ++i) {
        if (i < 30) {
            all.start(visit(p.lease(), loop, order, i));
            expected.push_back(i);
        }
    }
    CHECK(all.have_ended());
    CHECK(order == expected);
    CHECK(c.most == 2);
}

TEST_CASE("12 pool: ten thousand wait for one resource, and the stack does not grow") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    constexpr int many = 10000;
    std::vector<int> order;
    char const* lowest = nullptr;
    char const* highest = nullptr;
    auto const quick = [&](int id) -> task<> {
        auto block = scope(p.lease()) >> [&order, &lowest, &highest, id](pooled&) {
            order.push_back(id);
            // of what runs below, none is deeper than the next
            auto const* const at = static_cast<char const*>(__builtin_frame_address(0));
            lowest = lowest == nullptr || at < lowest ? at : lowest;
            highest = highest == nullptr || at > highest ? at : highest;
        };
        co_await async_run(std::move(block));
    };
    crowd all;
    auto& holder = all.start(visit(p.lease(), loop, order, -1));
    for (int i = 0; i != many; ++i) {
        all.start(quick(i));
    }
    CHECK(p.statistics().waiting == many);
    REQUIRE(loop.step());
    CHECK(holder.ended());
    CHECK(all.have_ended());
    REQUIRE(order.size() == many + 1);
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(highest - lowest < 65536);
}

TEST_CASE("12 pool: who gives back goes on after the first that it made ready, not after all") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    auto const quick = [&](int id) -> task<> {
        auto block = scope(p.lease()) >> [&order, id](pooled&) { order.push_back(id); };
        co_await async_run(std::move(block));
        order.push_back(10 + id);
    };
    crowd all;
    auto const holder = [&]() -> task<> {
        co_await visit(p.lease(), loop, order, 0);
        order.push_back(10);
    };
    all.start(holder());
    for (int i = 1; i != 4; ++i) {
        all.start(quick(i));
    }
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 1, 11, 10, 2, 12, 3, 13});
}

TEST_CASE("12 pool: who gives back may be destroyed before it goes on") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    crowd all;
    std::optional<by_hand<task<>>> holder(std::in_place, visit(p.lease(), loop, order, 0));
    holder->start();
    auto const kills = [&]() -> task<> {
        auto block = scope(p.lease()) >> [&](pooled&) { holder.reset(); };
        co_await async_run(std::move(block));
        order.push_back(1);
    };
    all.start(kills());
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK_FALSE(holder.has_value());
    CHECK(order == std::vector{0, 1});
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
}

TEST_CASE("12 pool: in a promise that takes any awaiter, and awaited by hand") {
    census c;
    test::pool p(1, pooling(c));
    auto block = scope(p.lease()) >> [](pooled& x) { return x.id; };
    CHECK(sync_wait(async_run<lazy>(std::move(block))) == 0);

    auto const awaits = [&]() -> task<int> {
        auto const lease = p.lease();
        pooled& x = co_await lease.async_enter();
        ambit::outcome const fine;
        co_await lease.async_exit(x, fine);
        co_return x.id;
    };
    CHECK(sync_wait(awaits()) == 0);
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
}

TEST_CASE("12 pool: two pools at once, in one stage") {
    census a;
    census b;
    event_loop loop;
    test::pool first(1, pooling(a));
    test::pool second(1, pooling(b));
    std::vector<int> order;
    crowd all;
    all.start(visit(second.lease(), loop, order, 0));
    auto block = scope(ambit::both(first.lease(), second.lease())) >>
                 [&](pooled&, pooled&) { order.push_back(1); };
    all.start(async_run(std::move(block)));
    CHECK(standing_of(first) == standing{1, 0, 1, 0});
    CHECK(standing_of(second) == standing{1, 0, 1, 1});
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 1});
    CHECK(standing_of(first) == standing{1, 1, 0, 0});
}

TEST_CASE("12 pool: a run destroyed while it waits leaves the queue") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    crowd all;
    all.start(visit(p.lease(), loop, order, 0));
    std::optional<by_hand<task<>>> doomed[3];
    int const ids[] = {1, 3, 5};
    for (int i = 0; i != 3; ++i) {
        doomed[i].emplace(visit(p.lease(), loop, order, ids[i]));
        doomed[i]->start();
        if (i != 2) {
            all.start(visit(p.lease(), loop, order, ids[i] + 1));
        }
    }
    CHECK(p.statistics().waiting == 5);
    doomed[1].reset();  // in the middle, at the front, at the end
    doomed[0].reset();
    doomed[2].reset();
    CHECK(p.statistics().waiting == 2);
    while (loop.step()) {
    }
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 2, 4});
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
}

TEST_CASE("12 pool: what a run was given before it was destroyed goes to the next") {
    census c;
    census gates;
    event_loop loop;
    bool const broken = GENERATE(false, true);  // it is given a resource, or the place of one
    test::pool gate(1, pooling(gates));
    test::pool p(2, pooling(c), [&](pooled&) { return broken; });
    std::vector<int> order;
    crowd all;
    std::optional<by_hand<task<>>> doomed;
    auto const kills = [&]() -> task<> {
        auto block = scope(p.lease()) >> [&] {
            order.push_back(1);
            CHECK(standing_of(p) == standing{2, 0, 2, 1});
            doomed.reset();  // ready, and not resumed yet
            CHECK(standing_of(p) == standing{2, 0, 2, 0});
        };
        co_await async_run(std::move(block));
    };
    run(scope(gate.lease()) >> [&](pooled&) {
        all.start(hold_two(p, gate));
        all.start(kills());
        doomed.emplace(visit(p.lease(), loop, order, 2));
        doomed->start();
        all.start(visit(p.lease(), loop, order, 3));
        CHECK(standing_of(p) == standing{2, 0, 2, 3});
    });
    CHECK(order == std::vector{1, 3});
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK(standing_of(p).leased == 0);
    CHECK(c.alive == (broken ? 0 : 2));
    CHECK(c.most == 2);
    CHECK(p.statistics().leases == 4);
}

TEST_CASE("12 10.7 pool: a run destroyed in its body gives back, as cancelled") {
    census c;
    event_loop loop;
    int cancelled = 0;
    bool const throws = GENERATE(false, true);
    test::pool p(1, pooling(c), [&](pooled&, ambit::outcome const& o) {
        cancelled += o.cancelled() && o.exception() == nullptr ? 1 : 0;
        if (throws) {
            throw predicate_failed();
        }
        return o.failed();
    });
    std::vector<int> order;
    crowd all;
    {
        by_hand<task<>> doomed(visit(p.lease(), loop, order, 0));
        doomed.start();
        int caught = 0;
        all.start(expect<predicate_failed>(visit(p.lease(), loop, order, 1), caught));
        CHECK(order == std::vector{0});
    }
    CHECK(cancelled == 1);
    CHECK(order == std::vector{0, 1});
    CHECK(p.statistics().discarded == 1);
    CHECK(c.most == 1);
    CHECK(loop.waiting() == 2);
    loop.clear();  // the destroyed one among them; the other is destroyed too
}

TEST_CASE("12 pool: a waiter that is given a place makes its own resource, or fails to") {
    census c;
    event_loop loop;
    int calls = 0;
    test::pool p(
        1,
        [&] {
            ++calls;
            if (calls == 2 || calls == 3) {
                throw factory_failed();
            }
            return pooled(c);
        },
        [](pooled&) { return true; });
    std::vector<int> order;
    int caught = 0;
    crowd all;
    all.start(visit(p.lease(), loop, order, 0));
    for (int i = 1; i != 4; ++i) {
        all.start(expect<factory_failed>(visit(p.lease(), loop, order, i), caught));
    }
    while (loop.step()) {
    }
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 3});
    CHECK(caught == 2);
    CHECK(calls == 4);
    CHECK(p.statistics().failures == 2);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
}

TEST_CASE("12 pool: a predicate that throws, in an asynchronous exit") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c), [](pooled& x) -> bool {
        if (x.id == 0) {
            throw predicate_failed();
        }
        return false;
    });
    std::vector<int> order;
    int caught = 0;
    crowd all;
    all.start(expect<predicate_failed>(visit(p.lease(), loop, order, 0), caught));
    all.start(visit(p.lease(), loop, order, 1));
    while (loop.step()) {
    }
    CHECK(all.have_ended());
    CHECK(caught == 1);
    CHECK(order == std::vector{0, 1});
    CHECK(c.made == 2);
    CHECK(c.most == 1);
}

TEST_CASE("12 pool: a synchronous run resumes who waited") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    crowd all;
    run(scope(p.lease()) >> [&](pooled&) {
        all.start(visit(p.lease(), loop, order, 0));
        CHECK(order.empty());
    });
    CHECK(order == std::vector{0});
    REQUIRE(loop.step());
    CHECK(all.have_ended());
}

TEST_CASE("12 pool: before it blocks, a thread resumes what it made ready") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    crowd all;
    auto const quick = [&](int id) -> task<> {
        auto block = scope(p.lease()) >> [&order, id](pooled&) { order.push_back(id); };
        co_await async_run(std::move(block));
    };
    // resumed by the holder, it gives back to 2, who is not resumed yet; and blocks for its own
    auto const blocks = [&]() -> task<> {
        co_await quick(1);
        run(scope(p.lease()) >> [&](pooled&) { order.push_back(3); });
    };
    all.start(visit(p.lease(), loop, order, 0));
    all.start(blocks());
    all.start(quick(2));
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 1, 2, 3});
}

TEST_CASE("12 pool: async_close refuses who waits, and waits for what is lent") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    int refused = 0;
    crowd all;
    auto const closes = [&](int id) -> task<> {
        co_await p.async_close();
        order.push_back(id);
    };
    all.start(visit(p.lease(), loop, order, 0));
    all.start(expect<ambit::pool_closed>(visit(p.lease(), loop, order, 1), refused));
    all.start(closes(8));
    CHECK(refused == 1);
    {
        by_hand<task<>> doomed(closes(7));
        doomed.start();
        all.start(closes(9));
        all.start(expect<ambit::pool_closed>(visit(p.lease(), loop, order, 2), refused));
        CHECK(refused == 2);
        CHECK(order == std::vector{0});
    }
    REQUIRE(loop.step());
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 8, 9});
    CHECK(c.alive == 0);
    sync_wait(closes(10));
    CHECK(order.back() == 10);
}

TEST_CASE("12 pool: nothing is made in a pool that was closed, not even for who has a place") {
    census c;
    census gates;
    test::pool gate(1, pooling(gates));
    test::pool p(2, pooling(c), [](pooled&) { return true; });
    int refused = 0;
    crowd all;
    auto const closes = [&]() -> task<> {
        auto block = scope(p.lease()) >> [&](pooled&) {
            CHECK_FALSE(p.close_for(0s));  // resumes the other, which has a place
            CHECK(refused == 1);
        };
        co_await async_run(std::move(block));
    };
    run(scope(gate.lease()) >> [&](pooled&) {
        all.start(hold_two(p, gate));
        all.start(closes());
        all.start(expect<ambit::pool_closed>(pass(p), refused));
        CHECK(p.statistics().waiting == 2);
    });
    CHECK(all.have_ended());
    CHECK(c.made == 3);
    CHECK(p.close_for(0s));
}

TEST_CASE("12 pool: an asynchronous lease whose time is up") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    std::vector<int> order;
    int late = 0;
    crowd all;
    all.start(visit(p.lease(), loop, order, 0));
    all.start(expect<ambit::pool_timeout>(visit(p.lease(0s), loop, order, 1), late));
    CHECK(late == 1);  // at once, without a suspension
    CHECK(p.statistics().waits == 0);

    auto const here = std::this_thread::get_id();
    auto const begun = std::chrono::steady_clock::now();
    auto const waits = [&](auto limit) -> task<bool> {
        try {
            co_await visit(p.lease(limit), loop, order, 2);
        } catch (ambit::pool_timeout const&) {
            co_return std::this_thread::get_id() != here;
        }
        co_return false;
    };
    CHECK(sync_wait(waits(20ms)));
    CHECK(std::chrono::steady_clock::now() - begun >= 20ms);
    CHECK(sync_wait(waits(30ms)));
    CHECK(p.statistics().timeouts == 3);
    CHECK(standing_of(p) == standing{1, 0, 1, 0});

    // served, or destroyed, long before
    all.start(visit(p.lease(1h), loop, order, 3));
    {
        by_hand<task<>> doomed(visit(p.lease(2h), loop, order, 4));
        doomed.start();
    }
    while (loop.step()) {
    }
    CHECK(all.have_ended());
    CHECK(order == std::vector{0, 3});
}

TEST_CASE("12 pool: a coroutine whose time is up may destroy the pool") {
    census c;
    auto const owns = [&]() -> task<int> {
        auto p = std::make_unique<test::pool>(1, pooling(c));
        auto const waits = [&p]() -> task<> {
            auto block = scope(p->lease(1ms)) >> [] {};
            co_await async_run(std::move(block));
        };
        int late = 0;
        auto block =
            scope(p->lease()) >> [&]() { return expect<ambit::pool_timeout>(waits(), late); };
        co_await std::move(block);
        p.reset();
        co_return late;
    };
    CHECK(sync_wait(owns()) == 1);
    CHECK(c.alive == 0);
}
