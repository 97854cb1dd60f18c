// SPDX-License-Identifier: BSL-1.0
// Rule 11.4: asio_managed. What holds for all generators is tested in generators.cpp.
#include <asio/written.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::asio_managed;
using ambit::async_run;
using ambit::outcome;
using ambit::scope;

using strand = asio::strand<asio::io_context::executor_type>;

asio::awaitable<std::unique_ptr<int>> yields(int i) {
    co_await suspend();
    co_return std::make_unique<int>(i);
}
asio::awaitable<void> fails(int who) {
    co_await suspend();
    raise(failure{who});
}

/// Awaits what coroutines of Asio's may, on either side of the yield.
asio::awaitable<int> awaited_by_coroutine() { co_return 4; }
asio_managed<int> awaits_all(int& seen_after) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::deferred);
    co_await timer.async_wait(asio::use_awaitable);
    auto const [error] = co_await timer.async_wait(asio::as_tuple(asio::deferred));
    std::unique_ptr<int> const one = co_await yields(1);
    int const four = co_await awaited_by_coroutine();
    bool const throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(throws);
    co_await asio::this_coro::reset_cancellation_state();
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(),
                                                       asio::enable_total_cancellation());
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const fine = !error && throws && state.cancelled() == how::none;
    co_yield (fine ? 10 * *one + four : -1);
    co_await asio::post(executor, asio::deferred);
    std::unique_ptr<int> const two = co_await yields(2);
    seen_after = *two;
}

}  // namespace

TEST_CASE("11.4 an asio_managed is a manager of runs on Asio") {
    using manager = asio_managed<int>;
    STATIC_REQUIRE(ambit::async_manager<manager>);
    STATIC_REQUIRE_FALSE(ambit::sync_manager<manager>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<manager>, int&>);
    STATIC_REQUIRE(std::is_void_v<ambit::resource_t<asio_managed<>>>);
    STATIC_REQUIRE(noexcept(std::declval<manager&>().abandon()));
    auto const run = [](auto& m) { return async_run(scope(m) >> [] { return 'a'; }); };
    STATIC_REQUIRE(std::is_same_v<decltype(run(std::declval<manager&>())), asio::awaitable<char>>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(std::declval<ambit::basic_asio_managed<strand>&>())),
                                  asio::awaitable<char, strand>>);
}

TEST_CASE("11.4 its body awaits what an asio::awaitable body may") {
    int after = 0;
    int resource = 0;
    drive(async_run(scope(awaits_all(after)) >> [&](int& r) { resource = r; }));
    CHECK(resource == 14);
    CHECK(after == 2);
}

TEST_CASE("11.4 what it awaits may throw") {
    trace log;
    SECTION("before the yield: an enter that failed") {
        auto const generator = []() -> asio_managed<> {
            auto failing = fails(1);
            co_await std::move(failing);
            co_yield {};
        };
        auto block = scope(watcher<>{log, 0}) | scope(generator()) >> [&] { log.body(); };
        CHECK_THROWS_AS(drive(async_run(std::move(block))), failure);
    }
    SECTION("after it: an exit that threw") {
        auto const generator = []() -> asio_managed<> {
            co_yield {};
            auto failing = fails(1);
            co_await std::move(failing);
        };
        auto block = scope(watcher<>{log, 0}) | scope(generator()) >> [] {};
        CHECK_THROWS_AS(drive(async_run(std::move(block))), failure);
    }
    SECTION("and be caught in it") {
        auto const generator = [](trace& l) -> asio_managed<> {
            try {
                co_await fails(1);
            } catch (failure const& f) {
                l.note(f.who);
            }
            co_yield {};
        };
        auto block = scope(watcher<>{log, 0}) | scope(generator(log)) >> [] { raise(failure{2}); };
        CHECK_THROWS_AS(drive(async_run(std::move(block))), failure);
        CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
        return;
    }
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.4 entering and exiting it are awaited, by coroutines and by generators of its kind") {
    trace log;
    auto const inner = [](trace& l) -> asio_managed<int> {
        co_await suspend();
        l.enter(2);
        co_yield 2;
        co_await suspend();
        l.exit(2);
    };
    auto const outer = [inner](trace& l) -> asio_managed<int> {
        auto within = inner(l);
        int& resource = co_await within.async_enter();
        l.enter(1);
        co_yield resource;
        l.exit(1);
        outcome const success;
        co_await within.async_exit(success);
    };
    auto const enter_and_exit = [](auto& make, trace& l) -> asio::awaitable<void> {
        auto generator = make(l);
        int& resource = co_await generator.async_enter();
        co_await suspend();
        l.body(resource);
        outcome const success;
        co_await generator.async_exit(success);
        l.note(9);
    };
    drive(enter_and_exit(outer, log));
    CHECK(log == trace{}.enter(2).enter(1).body(2).exit(1).exit(2).note(9));
}

TEST_CASE("11.4 runs in what it awaits, and generators in those") {
    trace log;
    auto const leaf = [](trace& l) -> asio_managed<> {
        co_await suspend();
        l.enter(2);
        co_yield {};
        co_await suspend();
        l.exit(2);
    };
    auto const generator = [leaf](trace& l) -> asio_managed<> {
        auto block = scope(leaf(l)) >> [&l] { l.note(1); };
        co_await async_run(std::move(block));
        l.enter(1);
        co_yield {};
        auto again = scope(leaf(l)) >> [&l] { l.note(2); };
        co_await async_run(std::move(again));
        l.exit(1);
    };
    drive(async_run(scope(generator(log)) >> [&] { log.body(); }));
    CHECK(log == trace{}.enter(2).note(1).exit(2).enter(1).body().enter(2).note(2).exit(2).exit(1));
}

TEST_CASE("11.4 abandoned, it ends at the yield: RAII works, handlers see nothing") {
    trace log;
    auto const make = [](trace& l) -> asio_managed<> {
        mortal const life(l, 1);
        try {
            co_yield {};
        } catch (...) {
            l.note(2);
        }
        l.note(3);
    };
    auto const enter_and_abandon = [](auto& m, trace& l) -> asio::awaitable<void> {
        auto generator = m(l);
        co_await generator.async_enter();
        generator.abandon();
        l.note(9);
    };
    drive(enter_and_abandon(make, log));
    CHECK(log == trace{}.destroy(1).note(9));
}

TEST_CASE("2.4 11.4 a factory makes one for each run of a block, a great many of which do not "
          "suspend") {
    constexpr int runs = 10000;
    int entered = 0;
    int exited = 0;
    auto const generator = [](int& in, int& out) -> asio_managed<> {
        ++in;
        co_yield {};
        ++out;
    };
    auto const all = [](auto& make, int& in, int& out) -> asio::awaitable<void> {
        auto block = scope([&] { return make(in, out); }) >> [] {};
        for (int i = 0; i != runs; ++i) {
            co_await async_run(block);
        }
    };
    drive(all(generator, entered, exited));
    CHECK(entered == runs);
    CHECK(exited == runs);
}
