// SPDX-License-Identifier: BSL-1.0
// Rule 10.9: both(a, b), entered and exited concurrently.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace {

using ambit::async_run;
using ambit::both;
using ambit::scope;
using ambit::suppresses;
using namespace test;

/// Notes that an enter, or an exit, has begun.
constexpr int begins(int id) { return 100 + id; }

/// Enters and exits in as many steps of the loop, and notes when that begins and when it is done.
template <class... Fact>
struct slow {
    using properties = ambit::properties<Fact...>;
    trace& log;
    int id;
    event_loop& loop;
    int steps = 1;
    orders fails{};

    ambit::task<> takes_its_time() {
        log.note(begins(id));
        for (int i = 0; i != steps; ++i) {
            co_await suspend(loop);
        }
    }
    ambit::task<int> async_enter() {
        co_await takes_its_time();
        log.enter(id);
        if (fails.enter) {
            raise(enter_failure{{id}});
        }
        co_return id;
    }
    ambit::task<> async_exit(int& r, ambit::outcome const& out) {
        co_await takes_its_time();
        log.exit(r, look(out));
        if (fails.exit) {
            raise(exit_failure{{id}});
        }
    }
};
constexpr orders enter_fails{.enter = true};
constexpr orders exit_fails{.exit = true};

int who(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (failure const& f) {
        return f.who;
    }
}
/// Who failed, and if it was several, all of them.
template <class F>
std::vector<int> thrown_by(F f) {
    std::vector<int> all;
    try {
        f();
    } catch (failure const& one) {
        all.push_back(one.who);
    } catch (ambit::aggregate_error const& several) {
        for (auto const& p : several.errors()) {
            all.push_back(who(p));
        }
    }
    return all;
}

struct connection {};
struct database {
    connection enter() { return {}; }
    void exit() {}
};
struct session {
    using properties = ambit::properties<ambit::needs<connection>>;
    int enter() { return 1; }
    void exit() {}
};
using together = decltype(both(database(), session()));
static_assert(!ambit::well_formed<decltype(scope(both(database(), session())))>);
static_assert(!ambit::well_formed<decltype(scope(both(session(), database())))>);
static_assert(ambit::well_formed<decltype(scope(database()) | scope(both(session(), session())))>);
static_assert(ambit::plan<decltype(scope(std::declval<slow<>>()))>::is_async);
static_assert(ambit::plan<decltype(scope(both(std::declval<slow<>>(), database())))>::is_async);
static_assert(!ambit::plan<decltype(scope(both(database(), database())))>::is_async);
static_assert(ambit::plan<decltype(scope(both(database(), database())))>::size == 1);

}  // namespace

TEST_CASE("10.9 in run: a then b, exits b then a, the body gets both resources in order") {
    trace log;
    ambit::run(scope(holder{log, 1}) | scope(both(holder{log, 2}, holder{log, 3})) |
               scope(holder{log, 4}) >> [&](int& one, int& two, int& three, int& four) {
                   log.body(1000 * one + 100 * two + 10 * three + four);
               });
    CHECK(log ==
          trace{}.enter(1).enter(2).enter(3).enter(4).body(1234).exit(4).exit(3).exit(2).exit(1));
}

TEST_CASE("10.9 in run: the second enter fails, the first is exited with that failure") {
    trace log;
    auto const thrown = thrown_by([&] {
        ambit::run(scope(watcher<>{log, 1}) |
                   scope(both(watcher<>{log, 2}, watcher<>{log, 3, enter_fails})) >>
                       [&] { log.body(); });
    });
    CHECK(thrown == std::vector{3});
    CHECK(log == trace{}.enter(1).enter(2).enter(3).exit(2, seen::failure).exit(1, seen::failure));
}

TEST_CASE("10.9 in async_run: both begin to enter before either has, and to exit") {
    event_loop loop;
    trace log;
    auto block = scope(both(slow<>{log, 1, loop, 2}, slow<>{log, 2, loop, 1})) >>
                 [&](int& one, int& two) { log.body(10 * one + two); };
    drive(loop, async_run(std::move(block)));
    CHECK(log == trace{}
                     .note(begins(1))
                     .note(begins(2))
                     .enter(2)  // it takes less time
                     .enter(1)
                     .body(12)
                     .note(begins(2))
                     .note(begins(1))
                     .exit(2, seen::success)
                     .exit(1, seen::success));
}

TEST_CASE("10.9 both exits see the same outcome") {
    event_loop loop;
    trace log;
    auto block = scope(watcher<>{log, 0}) |
                 scope(both(slow<>{log, 1, loop}, slow<>{log, 2, loop, 1, exit_fails})) >>
                     [&](int&, int&) { raise(body_failure{{-1}}); };
    CHECK(thrown_by([&] { drive(loop, async_run(std::move(block))); }) == std::vector{-1});
    CHECK(log == trace{}
                     .enter(0)
                     .note(begins(1))
                     .note(begins(2))
                     .enter(1)
                     .enter(2)
                     .note(begins(2))
                     .note(begins(1))
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::failure));
}

TEST_CASE("10.9 one enter fails: the other is awaited, and exited with that failure") {
    event_loop loop;
    trace log;
    auto const run = [&](slow<> a, slow<> b) {
        auto block = scope(watcher<>{log, 0}) |
                     scope(both(std::move(a), std::move(b))) >> [&](int&, int&) { log.body(); };
        return thrown_by([&] { drive(loop, async_run(std::move(block))); });
    };
    auto const begun = trace{}.enter(0).note(begins(1)).note(begins(2));
    SECTION("the first, before the other has entered") {
        CHECK(run({log, 1, loop, 1, enter_fails}, {log, 2, loop, 3}) == std::vector{1});
        CHECK(log == trace(begun)
                         .enter(1)
                         .enter(2)
                         .note(begins(2))
                         .exit(2, seen::failure)
                         .exit(0, seen::failure));
    }
    SECTION("the second, after the other has entered") {
        CHECK(run({log, 1, loop, 1}, {log, 2, loop, 3, enter_fails}) == std::vector{2});
        CHECK(log == trace(begun)
                         .enter(1)
                         .enter(2)
                         .note(begins(1))
                         .exit(1, seen::failure)
                         .exit(0, seen::failure));
    }
    SECTION("both") {
        CHECK(run({log, 1, loop, 1, enter_fails}, {log, 2, loop, 2, enter_fails}).size() == 2);
        CHECK(log == trace(begun).enter(1).enter(2).exit(0, seen::failure));
    }
}

TEST_CASE("10.9 exits that fail: what one threw, or an aggregate of both") {
    event_loop loop;
    trace log;
    auto const run = [&](orders a, orders b) {
        auto block = scope(both(slow<>{log, 1, loop, 1, a}, slow<>{log, 2, loop, 1, b})) >>
                     [](int&, int&) {};
        return thrown_by([&] { drive(loop, async_run(std::move(block))); });
    };
    CHECK(run(exit_fails, {}) == std::vector{1});
    CHECK(run({}, exit_fails) == std::vector{2});
    CHECK(run(exit_fails, exit_fails).size() == 2);
}

TEST_CASE("10.9 either may suppress what it declares") {
    event_loop loop;
    trace log;
    using forgiving = slow<suppresses<body_failure>>;
    auto const suppressed = [&](auto stages) {
        auto block = scope(watcher<>{log, 0}) |
                     scope(std::move(stages)) >> [](int&, int&) { raise(body_failure{{-1}}); };
        return !drive(loop, async_run(std::move(block)));
    };
    CHECK(suppressed(both(forgiving{log, 1, loop}, slow<>{log, 2, loop})));
    CHECK(suppressed(both(slow<>{log, 1, loop}, forgiving{log, 2, loop})));
    // one that failed suppresses nothing
    auto block = scope(both(forgiving{log, 1, loop, 1, exit_fails}, slow<>{log, 2, loop})) >>
                 [](int&, int&) { raise(body_failure{{-1}}); };
    CHECK(thrown_by([&] { static_cast<void>(drive(loop, async_run(std::move(block)))); }) ==
          std::vector{-1});
}

TEST_CASE("10.9 one that is awaited and one that is called, beside a resource that is nothing") {
    event_loop loop;
    trace log;
    auto block =
        scope(both(holder{log, 1}, slow<>{log, 2, loop})) |
        scope(both(slow<>{log, 3, loop}, quiet{log, 4})) >>
            [&](int& one, int& two, int& three) { log.body(100 * one + 10 * two + three); };
    drive(loop, async_run(std::move(block)));
    CHECK(log == trace{}
                     .enter(1)
                     .note(begins(2))
                     .enter(2)
                     .note(begins(3))
                     .enter(4)
                     .enter(3)
                     .body(123)
                     .exit(4)
                     .note(begins(3))
                     .exit(3, seen::success)
                     .note(begins(2))
                     .exit(1)
                     .exit(2, seen::success));
}

TEST_CASE("10.9 one inside another: the body gets all resources in order") {
    event_loop loop;
    trace log;
    auto const body = [&](int& one, int& two, int& three) {
        log.body(100 * one + 10 * two + three);
    };
    trace entered = trace{}.enter(1).enter(2).enter(3).body(123);
    SECTION("in run, the first") {
        ambit::run(scope(both(both(holder{log, 1}, holder{log, 2}), holder{log, 3})) >> body);
        CHECK(log == entered.exit(3).exit(2).exit(1));
    }
    SECTION("in run, the second") {
        ambit::run(scope(both(holder{log, 1}, both(holder{log, 2}, holder{log, 3}))) >> body);
        CHECK(log == entered.exit(3).exit(2).exit(1));
    }
    SECTION("in async_run") {
        drive(loop, async_run(scope(both(both(slow<>{log, 1, loop}, slow<>{log, 2, loop}),
                                         slow<>{log, 3, loop})) >>
                              body));
        CHECK(log == trace{}
                         .note(begins(1))
                         .note(begins(2))
                         .note(begins(3))
                         .enter(1)
                         .enter(2)
                         .enter(3)
                         .body(123)
                         .note(begins(3))
                         .note(begins(2))
                         .note(begins(1))
                         .exit(3, seen::success)
                         .exit(2, seen::success)
                         .exit(1, seen::success));
    }
    SECTION("beside resources that are nothing") {
        ambit::run(scope(both(both(quiet{log, 1}, quiet{log, 2}), holder{log, 3})) >>
                   [&](int& only) { log.body(only); });
        CHECK(log == trace{}.enter(1).enter(2).enter(3).body(3).exit(3).exit(2).exit(1));
    }
}
