// SPDX-License-Identifier: BSL-1.0
// Rule 12: timed(sink).
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/timed.hpp>

#include <chrono>
#include <functional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ambit::run;
using ambit::scope;
using ambit::timed;
using namespace std::chrono_literals;
using namespace test;
using std::chrono::nanoseconds;

constexpr auto quietly = [](nanoseconds) noexcept {};
constexpr auto loudly = [](nanoseconds) {};
constexpr auto body = []() noexcept {};
using stage = decltype(timed(quietly));
static_assert(std::is_void_v<ambit::resource_t<stage>>);
static_assert(std::is_same_v<ambit::properties_of<stage>, ambit::properties<>>);
static_assert(!ambit::detail::manager_facts<stage>::looks_at_outcome);
static_assert(ambit::plan<decltype(scope(timed(quietly)) >> body)>::is_nothrow);
static_assert(!ambit::plan<decltype(scope(timed(loudly)) >> body)>::is_nothrow);
constexpr auto wants_text = [](char const*) {};
static_assert(!ambit::well_formed<decltype(scope(timed(wants_text)))>);
constexpr auto lazily = [](nanoseconds) -> ambit::task<> { co_return; };
static_assert(!ambit::well_formed<decltype(scope(timed(lazily)))>);

}  // namespace

TEST_CASE("12 timed: the time since it was entered, on every way out") {
    std::vector<nanoseconds> times;
    auto const sink = [&](nanoseconds t) { times.push_back(t); };
    auto const sleep = [] { std::this_thread::sleep_for(2ms); };
    auto const start = std::chrono::steady_clock::now();
    CHECK(run(scope(timed(sink)) >> [&] { return sleep(), 3; }) == 3);
    CHECK_THROWS_AS(run(scope(timed(sink)) >> [&] { sleep(), raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK_THROWS_AS(run(scope(timed(sink)) >> [&] { sleep(), raise(ambit::cancelled()); }),
                    ambit::cancelled);
    static_cast<void>(run(scope(timed(sink)) >> [&]() -> expected<int, error> {
        sleep();
        return unexpected{error{1}};
    }));
    ambit::sync_wait(ambit::async_run(scope(timed(sink)) >> [&]() -> ambit::task<> {
        sleep();
        co_return;
    }));
    nanoseconds const all = std::chrono::steady_clock::now() - start;
    REQUIRE(times.size() == 5);
    nanoseconds sum{};
    for (nanoseconds const t : times) {
        CHECK(t >= 2ms);
        sum += t;
    }
    CHECK(sum <= all);
}

TEST_CASE("12 timed: the body gets nothing of it, others what is theirs") {
    trace log;
    CHECK(run(scope(timed(quietly)) | scope(holder{log, 7}) |
              scope(timed(quietly)) >> [](auto&... r) { return (10 * ... * r); }) == 70);
}

TEST_CASE("12 timed: one object, run inside of itself, again, and by several at once") {
    std::vector<nanoseconds> times;
    auto stage = timed([&](nanoseconds t) { times.push_back(t); });
    run(scope(stage) >> [&] {
        std::this_thread::sleep_for(2ms);
        run(scope(stage) >> [] {});
        std::this_thread::sleep_for(2ms);
    });
    REQUIRE(times.size() == 2);
    CHECK(times[1] >= times[0] + 4ms);

    event_loop loop;
    auto block = scope(stage) >> [&] { return suspend(loop); };
    {
        auto first = ambit::async_run(block);
        by_hand<decltype(first)> a(std::move(first));
        a.start();
        std::this_thread::sleep_for(2ms);
        auto second = ambit::async_run(block);
        by_hand<decltype(second)> b(std::move(second));
        b.start();
        while (loop.step()) {
        }
    }
    REQUIRE(times.size() == 4);
    CHECK(times[2] >= times[3] + 2ms);
}

TEST_CASE("12 6 timed: a sink that throws is an exit that threw") {
    trace log;
    auto const fails = [](nanoseconds) { raise(exit_failure{{1}}); };
    auto const pipeline = scope(watcher<>{log, 0}) | scope(timed(fails));
    CHECK_THROWS_AS(run(pipeline >> [] {}), exit_failure);
    CHECK_THROWS_AS(run(pipeline >> [] { raise(body_failure{{-1}}); }), body_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(0).exit(0, seen::failure));
}

TEST_CASE("12 10.9 timed: one of two that are entered together") {
    trace log;
    int calls = 0;
    auto const counts = [&](nanoseconds t) { calls += t >= 0ns; };
    auto const both = [&] { return scope(ambit::both(timed(counts), holder{log, 4})); };
    CHECK(run(both() >> [](int& n) { return n; }) == 4);
    CHECK(ambit::sync_wait(ambit::async_run<ambit::task>(both() >> [](int& n) { return n; })) == 4);
    CHECK(calls == 2);
}
