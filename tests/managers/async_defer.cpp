// SPDX-License-Identifier: BSL-1.0
// Rule 12: defer(f), on_success(f), on_failure(f) with an f that returns an awaitable.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/defer.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/on_success.hpp>

#include <type_traits>
#include <utility>

namespace {

using ambit::async_run;
using ambit::defer;
using ambit::on_failure;
using ambit::on_success;
using ambit::scope;
using ambit::task;
using namespace test;

/// Notes what, after a suspension if there is a loop.
auto notes(trace& log, int what, event_loop* loop = nullptr) {
    return [&log, what, loop] { return later(loop, [&log, what] { log.note(what); }); };
}
auto all_three(trace& log, event_loop* loop) {
    return scope(defer(notes(log, 1, loop))) | scope(on_success(notes(log, 2, loop))) |
           scope(on_failure(notes(log, 3, loop)));
}

constexpr auto waits = []() -> task<int> { co_return 1; };
using deferred = decltype(defer(waits));
static_assert(ambit::async_manager<deferred> && !ambit::sync_manager<deferred>);
static_assert(std::is_void_v<ambit::resource_t<deferred>>);
static_assert(ambit::plan<decltype(scope(on_failure(waits)))>::is_async);
// It tells the coroutine type of the run (rule 10.4), and suppresses nothing, whatever f yields.
static_assert(
    std::is_same_v<decltype(async_run(scope(defer(waits)) >> [] { return 1L; })), task<long>>);

/// A coroutine type's own promise alone awaits it, and nobody has said how.
struct own {};
}  // namespace

template <>
struct ambit::detail::awaited_by_promise<own> {
    using type = void;
};
static_assert(!ambit::well_formed<decltype(scope(ambit::defer([] { return own(); })))>);

TEST_CASE("12 async defer, on_success, on_failure: by how the run went") {
    event_loop loop;
    for (event_loop* const l : {static_cast<event_loop*>(nullptr), &loop}) {
        trace log;
        auto succeeds = all_three(log, l) >> [] { return 5; };
        CHECK(drive(loop, async_run(std::move(succeeds))) == 5);
        auto fails = all_three(log, l) >> [] { raise(body_failure{{-1}}); };
        CHECK_THROWS_AS(drive(loop, async_run(std::move(fails))), body_failure);
        auto cancelled = all_three(log, l) >> [] { raise(ambit::cancelled()); };
        CHECK_THROWS_AS(drive(loop, async_run(std::move(cancelled))), ambit::cancelled);
        auto by_value =
            all_three(log, l) >> []() -> expected<int, error> { return unexpected{error{4}}; };
        CHECK(drive(loop, async_run(std::move(by_value))) == unexpected{error{4}});
        CHECK(log == trace{}.note(2).note(1).note(3).note(1).note(3).note(1).note(3).note(1));
    }
    CHECK(loop.steps() == 8);
}

TEST_CASE("12 async defer: tasks, and values that are ignored") {
    event_loop loop;
    trace log;
    auto const coroutine = [&]() -> task<bool> {
        co_await suspend(loop);
        log.note(1);
        co_return true;
    };
    auto block = scope(watcher<>{log, 0}) | scope(defer(coroutine)) | scope(on_failure(coroutine)) |
                 scope(quiet{log, 2}) >> [] { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(drive(loop, async_run(std::move(block))), body_failure);
    CHECK(log == trace{}.enter(0).enter(2).exit(2).note(1).note(1).exit(0, seen::failure));
}

TEST_CASE("12 6 async defer: f that fails, when it is called and when it is awaited") {
    event_loop loop;
    trace log;
    auto const when_awaited = [&]() -> task<> {
        co_await suspend(loop);
        raise(exit_failure{{1}});
    };
    auto const when_called = []() -> task<> { raise(exit_failure{{1}}); };
    auto const runs = [&](auto stage, auto body) {
        auto block = scope(watcher<>{log, 0}) | scope(std::move(stage)) >> body;
        drive(loop, async_run(std::move(block)));
    };
    auto const fails = [] { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(runs(defer(when_awaited), [] {}), exit_failure);
    CHECK_THROWS_AS(runs(on_success(when_called), [] {}), exit_failure);
    CHECK_THROWS_AS(runs(defer(when_called), fails), body_failure);
    CHECK_THROWS_AS(runs(on_failure(when_awaited), fails), body_failure);
    trace expected;
    for (int i = 0; i != 4; ++i) {
        expected.enter(0).exit(0, seen::failure);
    }
    CHECK(log == expected);
}

TEST_CASE("12 async defer: a named block runs again, and several at once") {
    event_loop loop;
    trace log;
    auto block = scope(defer(notes(log, 1, &loop))) >> [&] { log.body(); };
    {
        auto first = async_run(block);
        by_hand<decltype(first)> a(std::move(first));
        auto second = async_run(block);
        by_hand<decltype(second)> b(std::move(second));
        a.start();
        b.start();
        while (loop.step()) {
        }
        CHECK((a.ended() && b.ended()));
    }
    CHECK(log == trace{}.body().body().note(1).note(1));
}

TEST_CASE("12 10.7 async defer: a run that is destroyed calls nothing, and leaves nothing") {
    event_loop loop;
    trace log;
    auto const never_ends = [&]() -> task<> {
        log.note(1);
        struct at_end {
            trace& log;
            explicit at_end(trace& t) : log(t) {}
            ~at_end() { log.note(2); }
        } const ends{log};
        co_await suspend(loop);
        log.note(3);
    };
    SECTION("in the body") {
        auto block = scope(defer(never_ends)) |
                     scope(on_failure(never_ends)) >> [&]() -> task<> { co_await suspend(loop); };
        auto coroutine = async_run(std::move(block));
        by_hand<decltype(coroutine)> it(std::move(coroutine));
        it.start();
        CHECK_FALSE(it.ended());
    }
    SECTION("in f") {
        {
            auto block = scope(watcher<>{log, 0}) | scope(defer(never_ends)) >> [] {};
            auto coroutine = async_run(std::move(block));
            by_hand<decltype(coroutine)> it(std::move(coroutine));
            it.start();
            CHECK(log == trace{}.enter(0).note(1));
        }
        CHECK(log == trace{}.enter(0).note(1).note(2).exit(0, seen::cancelled));
        log = trace{};
    }
    loop.clear();
    CHECK(log.empty());
}
