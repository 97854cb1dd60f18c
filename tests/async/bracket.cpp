// SPDX-License-Identifier: BSL-1.0
// Rule 11.2 in asynchronous runs: bracket of two functions that return awaitables.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <ambit/coroutine.hpp>

#include <type_traits>
#include <utility>

namespace {

using ambit::async_run;
using ambit::bracket;
using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::task;
using ambit::with;
using namespace test;

constexpr auto fail_body = [](auto&...) { raise(body_failure{{-1}}); };

/// Acquires an int.
auto acquires(trace& log, int id, event_loop& loop) {
    return [&log, id, &loop] {
        return later(loop, [&log, id] {
            log.enter(id);
            return id;
        });
    };
}

template <class Block>
auto run_with(event_loop& loop, Block block) {
    return drive(loop, async_run(std::move(block)));
}

constexpr auto makes = []() -> task<int> { co_return 1; };
constexpr auto makes_at_once = [] { return 1; };
constexpr auto releases = []() -> task<> { co_return; };
constexpr auto releases_at_once = [] {};
template <auto Acquire, auto Release>
using bracket_of = decltype(bracket(Acquire, Release));
static_assert(ambit::async_manager<bracket_of<makes, releases>>);
static_assert(!ambit::sync_manager<bracket_of<makes, releases>>);
static_assert(ambit::sync_manager<bracket_of<makes_at_once, releases_at_once>>);
static_assert(!ambit::async_manager<bracket_of<makes_at_once, releases_at_once>>);
// both are synchronous, or both awaitable
static_assert(!ambit::well_formed<decltype(scope(bracket(makes, releases_at_once)))>);
static_assert(!ambit::well_formed<decltype(scope(bracket(makes_at_once, releases)))>);
static_assert(ambit::well_formed<decltype(scope(bracket(makes, releases)))>);
// what a release that yields bool may suppress has to be said
constexpr auto answers = []() -> task<bool> { co_return true; };
static_assert(!ambit::well_formed<decltype(scope(bracket(makes, answers)))>);
static_assert(ambit::well_formed<decltype(scope(with<suppresses<int>>(bracket(makes, answers))))>);

}  // namespace

TEST_CASE("11.2 acquire and release are awaited, whatever an exit takes") {
    event_loop loop;
    trace log;
    auto both = bracket(acquires(log, 1, loop), [&](int& r, outcome const& out) {
        return later(loop, [&] { log.exit(r, look(out)); });
    });
    auto resource =
        bracket(acquires(log, 2, loop), [&](int& r) { return later(loop, [&] { log.exit(r); }); });
    auto only_outcome = bracket(acquires(log, 3, loop), [&](outcome const& out) {
        return later(loop, [&] { log.exit(3, look(out)); });
    });
    auto nothing =
        bracket(acquires(log, 4, loop), [&] { return later(loop, [&] { log.exit(4); }); });
    auto const digits = run_with(
        loop, scope(both, resource, only_outcome, nothing) >>
                  [](int& a, int& b, int& c, int& d) { return 1000 * a + 100 * b + 10 * c + d; });
    CHECK(digits == 1234);
    CHECK(loop.steps() == 8);
    CHECK(log == trace{}
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .enter(4)
                     .exit(4)
                     .exit(3, seen::success)
                     .exit(2)
                     .exit(1, seen::success));
}

TEST_CASE("11.2 a bracket of coroutines") {
    event_loop loop;
    ledger book;
    auto stage = bracket(
        [&]() -> task<move_only> {
            co_await suspend(loop);
            co_return move_only(book, 4);
        },
        [&](move_only& r, outcome const& out) -> task<> {
            bool const failed = out.failed();
            co_await suspend(loop);
            r.value = failed ? -1 : 0;
        });
    CHECK(run_with(loop, scope(stage) >> [](move_only& r) { return r.value; }) == 4);
    CHECK_THROWS_AS(run_with(loop, scope(stage) >> fail_body), body_failure);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("11.2 an acquire that fails is not released") {
    event_loop loop;
    trace log;
    auto fails = bracket([&] { return later(loop, []() -> int { raise(enter_failure{{1}}); }); },
                         [&] { return later(loop, [&] { log.exit(1); }); });
    CHECK_THROWS_AS(
        run_with(loop, scope(watcher<>{log, 0}) | scope(fails) >> [](int&) {}), enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.2 a release that fails is an exit that does, by the policy given with `with`") {
    event_loop loop;
    trace log;
    auto fails = bracket(acquires(log, 1, loop),
                         [&] { return later(loop, [] { raise(exit_failure{{1}}); }); });
    CHECK_THROWS_AS(run_with(loop, scope(fails) >> [](int&) {}), exit_failure);
    CHECK_THROWS_AS(run_with(loop, scope(fails) >> fail_body), body_failure);
    using all = ambit::on_exit_error<ambit::aggregate>;
    CHECK_THROWS_AS(run_with(loop, scope(with<all>(fails)) >> fail_body), ambit::aggregate_error);
}

TEST_CASE("11.2 a release that yields whether to suppress") {
    event_loop loop;
    trace log;
    auto const suppressed = [&](bool answer) {
        auto stage =
            with<suppresses<body_failure>>(bracket(acquires(log, 1, loop), [&loop, answer] {
                return later(loop, [=] { return answer; });
            }));
        return !run_with(loop, scope(std::move(stage)) >> fail_body);
    };
    CHECK(suppressed(true));
    CHECK_THROWS_AS(suppressed(false), body_failure);
}

TEST_CASE("11.2 5 in every form the facts say what is suppressed, and a bool whether it is") {
    event_loop loop;
    trace log;
    // How often a failure is suppressed by a bracket with these facts, whose release yields what
    // answer does: in as many forms as an exit has.
    auto const times_suppressed = [&](auto with_facts, auto answer) {
        auto const suppresses_in = [&](auto release) {
            auto stage = with_facts(bracket(acquires(log, 1, loop), release));
            try {
                run_with(loop, scope(std::move(stage)) >> fail_body);
            } catch (body_failure const&) {
                return 0;
            }
            return 1;
        };
        return suppresses_in([&](int&, outcome const&) { return later(loop, answer); }) +
               suppresses_in([&](int&) { return later(loop, answer); }) +
               suppresses_in([&](outcome const&) { return later(loop, answer); }) +
               suppresses_in([&] { return later(loop, answer); });
    };
    auto const nothing = [] {};
    auto const yes = [] { return true; };
    auto const no = [] { return false; };
    CHECK(times_suppressed(with<>, nothing) == 0);
    CHECK(times_suppressed(with<suppresses<body_failure>>, nothing) == 4);
    CHECK(times_suppressed(with<suppresses<failure>>, yes) == 4);
    CHECK(times_suppressed(with<ambit::suppresses_everything>, yes) == 4);
    CHECK(times_suppressed(with<suppresses<enter_failure>>, yes) == 0);
    CHECK(times_suppressed(with<ambit::suppresses_everything>, no) == 0);
}

TEST_CASE("2.4 11.2 a const block runs where both functions are callable as const") {
    event_loop loop;
    trace log;
    auto const stage =
        bracket(acquires(log, 1, loop), [&](int& r) { return later(loop, [&] { log.exit(r); }); });
    auto const block = scope(stage) >> [](int& r) { return r; };
    CHECK(drive(loop, async_run(block)) == 1);
    CHECK(log == trace{}.enter(1).exit(1));
}

TEST_CASE("11.2 a factory may make a bracket out of outer resources") {
    event_loop loop;
    trace log;
    auto block =
        scope(bracket(acquires(log, 1, loop), releases)) |
        scope([&](int& outer) { return bracket(acquires(log, 10 * outer + 2, loop), releases); }) >>
            [](int& a, int& b) { return a + b; };
    CHECK(run_with(loop, std::move(block)) == 13);
}
