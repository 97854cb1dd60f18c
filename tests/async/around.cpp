// SPDX-License-Identifier: BSL-1.0
// Rule 11.5 in asynchronous runs: around with a function that returns an awaitable.
#include "foreign.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::around;
using ambit::async_run;
using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::task;
using ambit::with;
using ambit::yield;
using namespace test;

constexpr auto fail_body = [](auto&...) { raise(body_failure{{-1}}); };

/// Enters and exits as stage `id`, with a suspension before either, in a coroutine of this type.
template <template <class...> class Coroutine = task>
auto surrounding(trace& log, int id, event_loop& loop) {
    return around([&log, id, &loop](yield<int> rest) -> Coroutine<void> {
        co_await suspend(loop);
        log.enter(id);
        int resource = id;
        outcome const& out = co_await rest(resource);
        seen const saw = look(out);
        co_await suspend(loop);
        log.exit(resource, saw);
    });
}

template <class Block>
auto run_with(event_loop& loop, Block block) {
    return drive(loop, async_run(std::move(block)));
}

static_assert(ambit::async_manager<decltype(around([](yield<>) -> task<> { co_return; }))>);
static_assert(!ambit::sync_manager<decltype(around([](yield<>) -> task<> { co_return; }))>);
static_assert(!ambit::async_manager<decltype(around([](yield<>) {}))>);
// a synchronous one would call what suspends
static_assert(!ambit::well_formed<decltype(scope(around([](yield<> y) { y(); })) |
                                           scope(asynchronous(std::declval<quiet>())))>);

}  // namespace

TEST_CASE("11.5 what f does before co_await y(r) is the enter, what it does after is the exit") {
    event_loop loop;
    trace log;
    run_with(
        loop,
        scope(watcher<>{log, 0}) | scope(surrounding(log, 1, loop)) |
            scope(surrounding(log, 2, loop)) |
            scope(watcher<>{log, 3}) >> [&](int& one, int& two) { log.body(10 * one + two); });
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .body(12)
                     .exit(3, seen::success)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
    CHECK(loop.steps() == 4);
}

TEST_CASE("11.5 stages and bodies that are awaited, inside and outside of it") {
    event_loop loop;
    trace log;
    auto result = run_with(
        loop, scope(asynchronous(watcher<>{log, 0}, &loop)) | scope(surrounding(log, 1, loop)) |
                  scope(asynchronous(holder{log, 2}, &loop)) >> [&](int& one, int& two) {
                      return later(loop, [&] { return 10 * one + two; });
                  });
    CHECK(result == 12);
    CHECK(log ==
          trace{}.enter(0).enter(1).enter(2).exit(2).exit(1, seen::success).exit(0, seen::success));
}

TEST_CASE("11.5 the failure is seen by f, and goes on after it") {
    event_loop loop;
    trace log;
    CHECK_THROWS_AS(run_with(loop, scope(watcher<>{log, 0}) | scope(surrounding(log, 1, loop)) |
                                       scope(surrounding(log, 2, loop)) >> fail_body),
                    body_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::failure));
}

TEST_CASE("11.5 the failure is suppressed where that is declared") {
    event_loop loop;
    trace log;
    CHECK_FALSE(run_with(loop, scope(watcher<>{log, 0}) | scope(with<suppresses<body_failure>>(
                                                              surrounding(log, 1, loop))) >>
                                                              fail_body));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}

TEST_CASE("11.5 f throws before: its enter fails") {
    event_loop loop;
    trace log;
    auto fails = around([&](yield<> rest) -> task<> {
        co_await suspend(loop);
        raise(enter_failure{{1}});
        co_await rest();
    });
    CHECK_THROWS_AS(run_with(
                        loop, scope(watcher<>{log, 0}) | scope(fails) >> [&] { log.body(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 f throws after: its exit fails") {
    event_loop loop;
    trace log;
    auto fails = around([&](yield<> rest) -> task<> {
        co_await rest();
        co_await suspend(loop);
        raise(exit_failure{{1}});
    });
    CHECK_THROWS_AS(run_with(loop, scope(watcher<>{log, 0}) | scope(fails) >> [] {}), exit_failure);
    CHECK_THROWS_AS(run_with(loop, scope(watcher<>{log, 0}) | scope(fails) >> fail_body),
                    body_failure);
    using last = ambit::on_exit_error<ambit::keep_last>;
    CHECK_THROWS_AS(run_with(loop,
                             scope(watcher<>{log, 0}) | scope(with<last>(fails)) >> fail_body),
                    exit_failure);
}

TEST_CASE("11.5 no yield: generator_error, the rest did not run") {
    event_loop loop;
    trace log;
    auto silent = around([&](yield<>) -> task<> { co_await suspend(loop); });
    std::string text;
    auto look = at_exit([&](outcome const& out) {
        auto const* const e = out.error<ambit::generator_error>();
        text = e != nullptr ? e->what() : "";
    });
    CHECK_THROWS_AS(run_with(
                        loop, scope(watcher<>{log, 0}) | scope(look) |
                                  scope(silent) >> [&] { log.body(); }),
                    ambit::generator_error);
    CHECK(text.find("around_manager<") != std::string::npos);
    CHECK(text.find("generator didn't yield: `") != std::string::npos);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 a second yield: generator_error at exit, and f's variables are gone by then") {
    event_loop loop;
    trace log;
    ledger book;
    std::string text;
    auto twice = around([&](yield<> rest) -> task<> {
        tracked const variable(book);
        co_await rest();
        co_await rest();
        log.note(0);
    });
    auto look = at_exit([&](outcome const& out) {
        auto const* const e = out.error<ambit::generator_error>();
        text = e != nullptr ? e->what() : "";
        log.note(book.alive());
    });
    CHECK_THROWS_AS(
        run_with(loop, scope(look) | scope(twice) >> [&] { log.body(); }), ambit::generator_error);
    CHECK(text.find("around_manager<") != std::string::npos);
    CHECK(text.find("generator didn't stop: `") != std::string::npos);
    CHECK(log == trace{}.body().note(0));
}

TEST_CASE("11.5 a generic f, a resource by reference, a temporary, none") {
    event_loop loop;
    int outside = 4;
    auto generic = around<int>([](auto rest) -> task<> { co_await rest(3); });
    auto refers = around([&](yield<int&> rest) -> task<> { co_await rest(outside); });
    auto none = around([](yield<> rest) -> task<> { co_await rest(); });
    auto const sum = run_with(
        loop, scope(generic) | scope(refers) | scope(none) >> [&](int& three, int& four) {
            return &four == &outside ? 10 * three + four : 0;
        });
    CHECK(sum == 34);
}

TEST_CASE("11.5 any coroutine type that awaits any awaiter will do for f, and for the run") {
    event_loop loop;
    trace log;
    auto block = [&] {
        return scope(surrounding<lazy>(log, 0, loop)) | scope(surrounding<known>(log, 1, loop)) |
               scope(surrounding<task>(log, 2, loop)) >>
                   [](int& a, int& b, int& c) { return 100 * a + 10 * b + c; };
    };
    auto const expected = trace{}
                              .enter(0)
                              .enter(1)
                              .enter(2)
                              .exit(2, seen::success)
                              .exit(1, seen::success)
                              .exit(0, seen::success);
    CHECK(drive(loop, async_run<lazy>(block())) == 12);
    CHECK(std::exchange(log, trace{}) == expected);
    auto deduced = async_run(block());
    CHECK(std::is_same_v<decltype(deduced), known<int>>);
    CHECK(drive(loop, std::move(deduced)) == 12);
    CHECK(log == expected);
}

TEST_CASE("11.5 an around may be used again, also after a run that failed") {
    event_loop loop;
    trace log;
    auto manager = surrounding(log, 1, loop);
    CHECK(run_with(loop, scope(manager) >> [](int& r) { return r; }) == 1);
    CHECK_THROWS_AS(run_with(loop, scope(manager) >> fail_body), body_failure);
    CHECK(run_with(loop, scope(manager) >> [](int& r) { return r; }) == 1);
}

TEST_CASE("11.5 what y(r) returns says which failure it was, and where it came from") {
    event_loop loop;
    trace log;
    auto reads = around([&](yield<> rest) -> task<> {
        outcome const& out = co_await rest();
        auto const* const error = out.error<std::exception>();
        log.note(error != nullptr && out.origin() == 1 ? 1 : 0);
    });
    CHECK_THROWS_WITH(
        run_with(loop, scope(reads) >> [] { throw std::runtime_error("said so"); }), "said so");
    CHECK(log == trace{}.note(1));
}
