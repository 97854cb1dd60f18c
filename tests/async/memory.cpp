// SPDX-License-Identifier: BSL-1.0
// Rule 10.3: one coroutine frame a run, however many the stages, and no other allocation.
#include <support/allocations.hpp>
#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/probes.hpp>

#include <cstddef>
#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using namespace test;

/// Made where the compiler does not see what becomes of it: it may leave out a frame otherwise.
template <class Block>
[[gnu::noinline]] auto start(Block& block) {
    return async_run(std::move(block));
}

/// What a run of this block allocates, all of which is freed.
template <class Block>
int allocated_by(event_loop& loop, Block block) {
    auto const count = count_allocations([&] {
        auto coroutine = start(block);
        by_hand<decltype(coroutine)> it(std::move(coroutine));
        it.start();
        while (loop.step()) {
        }
        if (!it.ended()) {
            std::abort();
        }
    });
    CHECK(count.freed == count.made);
    return count.made;
}

/// As many stages, of which each gives a number, looks at the outcome, and may fail.
template <std::size_t... I>
auto stages(event_loop* loop, std::index_sequence<I...>) {
    struct numbered {
        int id;
        int enter() const { return id; }
        void exit(int& r, ambit::outcome const& out) const {
            if (r != id || !out.succeeded()) {
                std::abort();
            }
        }
    };
    return scope(asynchronous<numbered>(numbered{static_cast<int>(I)}, loop)...);
}
template <std::size_t N>
auto stages(event_loop* loop) {
    return stages(loop, std::make_index_sequence<N>());
}

constexpr auto body = [](auto&... r) { return (0 + ... + r); };
auto awaited_body(event_loop* loop) {
    return [loop](auto&... r) { return later(loop, [sum = (0 + ... + r)] { return sum; }); };
}

}  // namespace

TEST_CASE("10.3 one frame at 1, 4, 8 and 16 stages that are ready") {
    event_loop loop;
    CHECK(allocated_by(loop, stages<1>(nullptr) >> body) == 1);
    CHECK(allocated_by(loop, stages<4>(nullptr) >> body) == 1);
    CHECK(allocated_by(loop, stages<8>(nullptr) >> body) == 1);
    CHECK(allocated_by(loop, stages<16>(nullptr) >> body) == 1);
}

TEST_CASE("10.3 one frame at 1, 4, 8 and 16 stages that suspend, and a body that does") {
    event_loop loop;
    CHECK(allocated_by(loop, stages<1>(&loop) >> awaited_body(&loop)) == 1);
    CHECK(allocated_by(loop, stages<4>(&loop) >> awaited_body(&loop)) == 1);
    CHECK(allocated_by(loop, stages<8>(&loop) >> awaited_body(&loop)) == 1);
    CHECK(allocated_by(loop, stages<16>(&loop) >> awaited_body(&loop)) == 1);
    CHECK(loop.steps() == 2 * (1 + 4 + 8 + 16) + 4);
}

TEST_CASE("10.3 one frame for none, for synchronous stages, for both kinds, for factories") {
    event_loop loop;
    trace log;
    CHECK(allocated_by(loop, scope() >> awaited_body(&loop)) == 1);
    CHECK(allocated_by(loop, scope(quiet{log, 0}, watcher<>{log, 1}) >> [] {}) == 1);
    CHECK(allocated_by(loop, scope(quiet{log, 0}) | stages<3>(&loop) | scope(watcher<>{log, 1}) |
                                 stages<2>(nullptr) >> awaited_body(&loop)) == 1);
    auto factory = [&] { return asynchronous<watcher<>>({log, 2}, &loop); };
    CHECK(allocated_by(loop, scope(factory) | scope(factory) >> [] {}) == 1);
}

TEST_CASE("10.3 one frame for a run that refers to its block") {
    event_loop loop;
    auto block = stages<4>(&loop) >> awaited_body(&loop);
    auto const count = count_allocations([&] {
        for (int i = 0; i != 3; ++i) {
            auto coroutine = async_run(block);
            by_hand<decltype(coroutine)> it(std::move(coroutine));
            it.start();
            while (loop.step()) {
            }
        }
    });
    CHECK(count.made == 3);
    CHECK(count.freed == 3);
}

TEST_CASE("10.3 a frame more for each coroutine that stages or the body are written as") {
    struct by_coroutine {
        ambit::task<int> async_enter() { co_return 1; }
        ambit::task<> async_exit() { co_return; }
    };
    event_loop loop;
    auto as_task = [](int&, int&) -> ambit::task<int> { co_return 3; };
    CHECK(allocated_by(loop, scope(by_coroutine(), by_coroutine()) >> as_task) == 1 + 2 + 1 + 2);
}

TEST_CASE("10.3 a frame more for each asynchronous around, and none for what is inside of it") {
    event_loop loop;
    auto surrounds = ambit::around([&](ambit::yield<int> rest) -> ambit::task<> {
        co_await suspend(loop);
        co_await rest(1);
    });
    CHECK(allocated_by(loop, scope(surrounds) >> body) == 1 + 1);
    CHECK(allocated_by(loop, stages<2>(&loop) | scope(surrounds) | stages<2>(&loop) |
                                 scope(surrounds) | stages<2>(nullptr) >> body) == 1 + 2);
}

TEST_CASE(
    "10.3 10.9 three frames more to enter two managers concurrently, and three to exit them") {
    struct waits {
        event_loop& loop;
        auto async_enter() { return suspend(loop); }
        auto async_exit() { return suspend(loop); }
    };
    event_loop loop;
    CHECK(allocated_by(loop, scope(ambit::both(waits{loop}, waits{loop})) >> [] {}) == 1 + 3 + 3);
    CHECK(loop.steps() == 4);
}

TEST_CASE("10.3 a failing run allocates no frame more either") {
    event_loop loop;
    trace log;
    auto block =
        stages<2>(&loop) | scope(watcher<ambit::suppresses<body_failure>>{log, 0}) |
        scope(holder{log, 1, {.exit = true}}) >> [](auto&...) { raise(body_failure{{-1}}); };
    CHECK(allocated_by(loop, std::move(block)) == 1);
    CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0, seen::failure));
}
