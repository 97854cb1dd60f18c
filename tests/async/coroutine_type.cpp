// SPDX-License-Identifier: BSL-1.0
// Rules 10.1, 10.4 and 10.6: the coroutine type of a run, named or deduced.
#include "foreign.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <coroutine>
#include <cstdlib>
#include <optional>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using ambit::task;
using namespace test;

/// A stage that is written as coroutines of this type, which suspend by awaiting a P.
template <template <class...> class Coroutine, class P>
struct written_as {
    trace& log;
    int id;
    P pauses;
    Coroutine<int> async_enter() {
        co_await pauses();
        log.enter(id);
        co_return id;
    }
    Coroutine<void> async_exit(int&, ambit::outcome const& out) {
        co_await pauses();
        log.exit(id, look(out));
    }
};
template <template <class...> class Coroutine, class P>
auto stage_of(trace& log, int id, P pauses) {
    return written_as<Coroutine, P>{log, id, pauses};
}

// --- deduced, told by types alone ----------------------------------------------------------------

template <class R>
struct stage {
    R async_enter() { std::abort(); }
    task<> async_exit() { std::abort(); }
};
struct any_awaiter {
    static bool await_ready() { return true; }
    static void await_suspend(std::coroutine_handle<>) {}
    static int await_resume() { return 0; }
};
template <class P, class F>
using run_of = decltype(async_run(std::declval<P>() >> std::declval<F>()));
template <class... M>
using pipeline_of = decltype(scope(std::declval<M>()...));

constexpr auto plain_body = [](auto&...) { return 1L; };
constexpr auto task_body = [](auto&...) -> task<long> { co_return 1L; };
constexpr auto known_body = [](auto&...) -> known<long> { co_return 1L; };

template <class P, class F, class Expected>
constexpr bool deduces = std::is_same_v<run_of<P, F>, Expected>;

static_assert(deduces<pipeline_of<>, decltype(plain_body), task<long>>);
static_assert(deduces<pipeline_of<quiet>, decltype(plain_body), task<long>>);
static_assert(deduces<pipeline_of<stage<any_awaiter>>, decltype(plain_body), task<long>>);
static_assert(deduces<pipeline_of<stage<task<int>>>, decltype(plain_body), task<long>>);
// the first that is of a known type decides
static_assert(deduces<pipeline_of<stage<known<int>>>, decltype(plain_body), known<long>>);
static_assert(deduces<pipeline_of<quiet, stage<known<int>>>, decltype(task_body), known<long>>);
static_assert(
    deduces<pipeline_of<stage<task<int>>, stage<known<int>>>, decltype(known_body), task<long>>);
static_assert(deduces<pipeline_of<quiet>, decltype(known_body), known<long>>);
// with its other parameters
static_assert(
    deduces<pipeline_of<stage<known<int, quiet>>>, decltype(plain_body), known<long, quiet>>);
// the result is that of rule 7
static_assert(deduces<pipeline_of<watcher<ambit::suppresses<int>>, stage<known<int>>>,
                      decltype(plain_body), known<std::optional<long>>>);
// one that is not known has to be named
static_assert(deduces<pipeline_of<stage<lazy<int>>>, decltype(plain_body), task<long>>);

template <template <class...> class Task, class P, class F>
using named_run = decltype(async_run<Task>(std::declval<P>() >> std::declval<F>()));
static_assert(
    std::is_same_v<named_run<lazy, pipeline_of<quiet>, decltype(plain_body)>, lazy<long>>);
static_assert(std::is_same_v<named_run<known, pipeline_of<stage<task<int>>>, decltype(task_body)>,
                             known<long>>);
static_assert(std::is_same_v<named_run<task, pipeline_of<stage<known<int>>>, decltype(known_body)>,
                             task<long>>);

}  // namespace

TEST_CASE("10.1 a coroutine type that awaits any awaiter, by its name") {
    event_loop loop;
    trace log;
    auto pauses = [&] { return suspend(loop); };
    auto block = scope(stage_of<lazy>(log, 0, pauses)) | scope(watcher<>{log, 1}) |
                 scope(stage_of<task>(log, 2, pauses)) |
                 scope(asynchronous(holder{log, 3}, &loop)) >> [&](int& a, int& b, int& c) {
                     return later(loop, [&] { return 100 * a + 10 * b + c; });
                 };
    auto run = async_run<lazy>(std::move(block));
    STATIC_REQUIRE(std::is_same_v<decltype(run), lazy<int>>);
    CHECK(log.empty());
    CHECK(drive(loop, std::move(run)) == 23);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("10.4 a coroutine type that awaits its own kind only: user awaitables come unwrapped") {
    event_loop loop;
    trace log;
    auto pauses = [&] { return pausing{loop}; };
    auto stages = [&] {
        return scope(watcher<>{log, 0}) | scope(stage_of<picky>(log, 1, pauses)) |
               scope(quiet{log, 2}) | scope(stage_of<picky>(log, 3, pauses)) |
               scope(stage_of<picky>(log, 4, pauses)) | scope(watcher<>{log, 5});
    };
    auto entered = [] { return trace{}.enter(0).enter(1).enter(2).enter(3).enter(4).enter(5); };
    SECTION("a plain body") {
        auto block = stages() >> [](int& a, int& b, int& c) { return 100 * a + 10 * b + c; };
        CHECK(finish(loop, async_run<picky>(std::move(block))) == 134);
        CHECK(loop.steps() == 6);
    }
    SECTION("an awaitable body") {
        auto block = stages() >> [&](int& a, int& b, int& c) -> picky<int> {
            co_await pausing{loop};
            co_return 100 * a + 10 * b + c;
        };
        CHECK(finish(loop, async_run<picky>(std::move(block))) == 134);
        CHECK(loop.steps() == 7);
    }
    CHECK(log == entered()
                     .exit(5, seen::success)
                     .exit(4, seen::success)
                     .exit(3, seen::success)
                     .exit(2)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("10.4 a failure in a coroutine type that awaits its own kind only") {
    event_loop loop;
    trace log;
    auto pauses = [&] { return pausing{loop}; };
    auto block = scope(watcher<ambit::suppresses<body_failure>>{log, 0}) |
                 scope(stage_of<picky>(log, 1, pauses)) >> [&](int&) -> picky<int> {
        co_await pausing{loop};
        raise(body_failure{{-1}});
        co_return 1;
    };
    CHECK_FALSE(finish(loop, async_run<picky>(std::move(block))).has_value());
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("10.6 what a cancellation is, the traits of the coroutine type say") {
    trace log;
    auto const end_by = [&](auto thrown) {
        log = {};
        auto block = scope(watcher<ambit::suppresses<ambit::cancelled>>{log, 0}) |
                     scope(asynchronous(watcher<ambit::suppresses_everything>{log, 1})) >>
                         [thrown]() -> known<int> {
            throw thrown;
            co_return 1;
        };
        auto run = async_run(std::move(block));
        STATIC_REQUIRE(std::is_same_v<decltype(run), known<std::optional<int>>>);
        return ambit::sync_wait(std::move(run)).has_value();
    };
    CHECK_FALSE(end_by(stopped()));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
    CHECK_FALSE(end_by(ambit::cancelled()));  // which here is a failure like any other
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}
