// SPDX-License-Identifier: BSL-1.0
// Rules 10.1 and 10.8: blocks that are awaited, and why they have names; runs by the thousand.
#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace {

using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using namespace test;

}  // namespace

TEST_CASE("10.1 co_await std::move(block) is co_await async_run(std::move(block))") {
    event_loop loop;
    trace log;
    auto const both_ways = [](event_loop& l, trace& t) -> task<int> {
        auto make = [&](int id) {
            return scope(asynchronous(holder{t, id}, &l)) |
                   scope(watcher<>{t, id + 1}) >>
                       [&l](int& r) { return later(l, [&r] { return r; }); };
        };
        auto in_short = make(0);
        int const zero = co_await std::move(in_short);
        auto in_full = make(2);
        int const two = co_await ambit::async_run(std::move(in_full));
        co_return 10 * zero + two;
    };
    CHECK(drive(loop, both_ways(loop, log)) == 2);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::success)
                     .exit(0)
                     .enter(2)
                     .enter(3)
                     .exit(3, seen::success)
                     .exit(2));
}

TEST_CASE("10.1 co_await block runs an lvalue, which may run again") {
    event_loop loop;
    trace log;
    auto const twice = [](event_loop& l, trace& t) -> task<> {
        int count = 0;
        auto block = scope(asynchronous(quiet{t, 0}, &l)) >> [&] { t.body(++count); };
        co_await block;
        co_await block;
    };
    drive(loop, twice(loop, log));
    CHECK(log == trace{}.enter(0).body(1).exit(0).enter(0).body(2).exit(0));
}

TEST_CASE("10.1 an awaited block yields and throws what its run does") {
    trace log;
    auto const suppressing = [](trace& t) -> task<std::optional<int>> {
        auto block = scope(asynchronous(watcher<ambit::suppresses<body_failure>>{t, 0})) >>
                     []() -> int { raise(body_failure{{-1}}); };
        auto result = co_await std::move(block);
        STATIC_REQUIRE(std::is_same_v<decltype(result), std::optional<int>>);
        co_return result;
    };
    CHECK_FALSE(sync_wait(suppressing(log)).has_value());
    auto const throwing = [](trace& t) -> task<> {
        auto block = scope(quiet{t, 1}) >> [] { raise(body_failure{{-1}}); };
        co_await std::move(block);
    };
    CHECK_THROWS_AS(sync_wait(throwing(log)), body_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(1).exit(1));
}

TEST_CASE("10.1 nothing is entered until the coroutine is awaited") {
    trace log;
    auto block = scope(asynchronous(quiet{log, 0})) >> [] {};
    auto run = ambit::async_run(std::move(block));
    CHECK(log.empty());
    sync_wait(std::move(run));
    CHECK(log == trace{}.enter(0).exit(0));
}

// g++ 12 destroys closures with captures, and aggregates, twice that are temporaries in the operand
// of a co_await. So a block is named first: then every capture dies as often as it was born, which
// `tracked` would abort the program over.

TEST_CASE("10.8 a block with a name: each capture is destroyed once, on every compiler") {
    ledger book;
    event_loop loop;
    trace log;
    auto const named = [](ledger& b, event_loop& l, trace& t) -> task<int> {
        auto block = scope(asynchronous(quiet{t, 0}, &l)) |
                     scope([made = tracked(b, 1)] { return ambit::value(made.value); }) >>
                         [held = tracked(b, 4), p = std::make_unique<int>(30)](int& one) {
                             return held.value + *p + one;
                         };
        int const result = co_await std::move(block);
        co_return result;
    };
    CHECK(drive(loop, named(book, loop, log)) == 35);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("10.8 a coroutine with a name that was made of a block") {
    ledger book;
    trace log;
    auto const named = [](ledger& b, trace& t) -> task<int> {
        auto block =
            scope(asynchronous(quiet{t, 0})) >> [held = tracked(b, 4)] { return held.value; };
        auto run = ambit::async_run(std::move(block));
        int const result = co_await std::move(run);
        co_return result;
    };
    CHECK(sync_wait(named(book, log)) == 4);
    CHECK(book.alive() == 0);
}

#if defined(__clang__)
TEST_CASE("10.8 a block without a name, where the compiler is not at fault") {
    ledger book;
    trace log;
    auto const unnamed = [](ledger& b, trace& t) -> task<int> {
        co_return co_await (scope(asynchronous(quiet{t, 0})) >>
                            [held = tracked(b, 4)] { return held.value; });
    };
    CHECK(sync_wait(unnamed(book, log)) == 4);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}
#endif

TEST_CASE("10.2 ten thousand runs: as many exits as enters, nothing is left") {
    constexpr int runs = 10'000;
    struct counts {
        int entered = 0;
        int exited = 0;
        int suppressed = 0;
    };
    struct counting {
        counts& c;
        int enter() const { return ++c.entered; }
        void exit() const { ++c.exited; }
    };
    struct forgiving : counting {
        using properties = ambit::properties<ambit::suppresses<body_failure>>;
    };
    counts c;
    ledger book;
    auto const make = [&](event_loop* loop, int i) {
        return scope(asynchronous(forgiving{{c}}, loop)) | scope(counting{c}) |
               scope(asynchronous(counting{c}, loop)) >> [i, held = tracked(book)](auto&...) {
                   if (i % 3 == 0) {
                       raise(body_failure{{-1}});
                   }
               };
    };
    SECTION("that are ready, one after the other") {
        for (int i = 0; i != runs; ++i) {
            c.suppressed += sync_wait(ambit::async_run(make(nullptr, i))) ? 0 : 1;
        }
    }
    SECTION("that suspend, in one coroutine") {
        event_loop loop;
        auto const all = [](event_loop& l, counts& count, auto& make_block) -> task<> {
            for (int i = 0; i != runs; ++i) {
                auto block = make_block(&l, i);
                bool const completed = co_await std::move(block);
                count.suppressed += completed ? 0 : 1;
            }
        };
        drive(loop, all(loop, c, make));
        CHECK(loop.steps() == 4 * runs);
    }
    CHECK(c.entered == 3 * runs);
    CHECK(c.exited == 3 * runs);
    CHECK(c.suppressed == runs / 3 + 1);
    CHECK(book.alive() == 0);
}
