// SPDX-License-Identifier: BSL-1.0
// Rule 11.5: around with a function that returns an asio::awaitable.
#include <asio/written.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/strand.hpp>

#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::around;
using ambit::async_run;
using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::with;
using ambit::yield;

using strand = asio::strand<asio::io_context::executor_type>;

constexpr auto fail_body = [](auto&...) { raise(body_failure{{-1}}); };

/// Enters and exits as stage `id`, with a suspension before either.
auto surrounding(trace& log, int id) {
    return around([&log, id](yield<> rest) -> asio::awaitable<void> {
        co_await suspend();
        log.enter(id);
        outcome const& out = co_await rest();
        seen const saw = look(out);
        co_await suspend();
        log.exit(id, saw);
    });
}
constexpr auto nothing = [](yield<>) -> asio::awaitable<void> { co_return; };

}  // namespace

TEST_CASE("11.5 it is a manager of runs on Asio") {
    using manager = decltype(around(nothing));
    STATIC_REQUIRE(ambit::async_manager<manager>);
    STATIC_REQUIRE_FALSE(ambit::sync_manager<manager>);
    auto const run = [](auto m) { return async_run(scope(m) >> [] { return 'a'; }); };
    STATIC_REQUIRE(std::is_same_v<decltype(run(around(nothing))), asio::awaitable<char>>);
    auto on_strand = [](yield<> rest) -> asio::awaitable<void, strand> { co_await rest(); };
    STATIC_REQUIRE(std::is_same_v<decltype(run(around(on_strand))), asio::awaitable<char, strand>>);
}

TEST_CASE("11.5 the outcome is seen by f, and goes on after it") {
    trace log;
    SECTION("a failure") {
        CHECK_THROWS_AS(drive(async_run(scope(watcher<>{log, 0}) | scope(surrounding(log, 1)) |
                                        scope(surrounding(log, 2)) >> fail_body)),
                        body_failure);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2, seen::failure)
                         .exit(1, seen::failure)
                         .exit(0, seen::failure));
    }
    SECTION("one that is suppressed") {
        auto inner = with<suppresses<body_failure>>(surrounding(log, 2));
        auto block = scope(surrounding(log, 1)) | scope(inner) >> fail_body;
        ending end;
        drive(await_run(block, end));
        CHECK_FALSE(end.completed);
        CHECK(log == trace{}.enter(1).enter(2).exit(2, seen::failure).exit(1, seen::success));
    }
    SECTION("the failure of a stage inside that enters") {
        CHECK_THROWS_AS(drive(async_run(scope(surrounding(log, 1)) |
                                        scope(quiet{log, 2, {.enter = true}}) >> [] {})),
                        enter_failure);
        CHECK(log == trace{}.enter(1).enter(2).exit(1, seen::failure));
    }
    SECTION("as long as f runs") {
        bool same = false;
        auto looks = around([&same](yield<> rest) -> asio::awaitable<void> {
            outcome const& promised = rest();
            outcome const& out = co_await promised;
            co_await suspend();
            same = &promised == &out && out.error<body_failure>() != nullptr;
        });
        CHECK_THROWS_AS(drive(async_run(scope(looks) >> fail_body)), body_failure);
        CHECK(same);
    }
}

TEST_CASE("11.5 f throws before it yields: its enter fails") {
    trace log;
    auto fails = around([](yield<> rest) -> asio::awaitable<void> {
        co_await suspend();
        raise(enter_failure{{1}});
        co_await rest();
    });
    auto block = scope(watcher<>{log, 0}) | scope(fails) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(block))), enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 f throws when it is called: its enter fails") {
    trace log;
    auto fails = around([](yield<>) -> asio::awaitable<void> { raise(enter_failure{{1}}); });
    auto block = scope(watcher<>{log, 0}) | scope(fails) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(block))), enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 f throws after it yielded: its exit fails") {
    auto fails = around([](yield<> rest) -> asio::awaitable<void> {
        co_await rest();
        co_await suspend();
        raise(exit_failure{{1}});
    });
    CHECK_THROWS_AS(drive(async_run(scope(fails) >> [] {})), exit_failure);
    CHECK_THROWS_AS(drive(async_run(scope(fails) >> fail_body)), body_failure);
    using last = ambit::on_exit_error<ambit::keep_last>;
    CHECK_THROWS_AS(drive(async_run(scope(with<last>(fails)) >> fail_body)), exit_failure);
}

TEST_CASE("11.5 no yield: generator_error, the rest did not run") {
    trace log;
    auto silent = around([](yield<>) -> asio::awaitable<void> { co_await suspend(); });
    auto called_only = around([](yield<> rest) -> asio::awaitable<int> {
        rest();
        co_return 1;
    });
    auto block = scope(watcher<>{log, 0}) | scope(silent) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(block))), ambit::generator_error);
    auto other = scope(watcher<>{log, 1}) | scope(called_only) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(other))), ambit::generator_error);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(1).exit(1, seen::failure));
}

TEST_CASE("11.5 a second yield: generator_error at exit, and f's variables are gone by then") {
    trace log;
    ledger book;
    auto twice = around([&](yield<> rest) -> asio::awaitable<void> {
        tracked const variable(book);
        co_await rest();
        co_await suspend();
        co_await rest();
        log.note(0);
    });
    auto look = at_exit([&](outcome const& out) {
        log.note(out.error<ambit::generator_error>() != nullptr ? 1 : 2).note(book.alive());
    });
    auto block = scope(look) | scope(twice) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(block))), ambit::generator_error);
    CHECK(log == trace{}.body().note(1).note(0));
}

TEST_CASE(
    "11.5 a generic f, a resource by reference, a temporary, none; what f yields is dropped") {
    int outside = 4;
    auto generic = around<int>([](auto rest) -> asio::awaitable<void> { co_await rest(3); });
    auto refers = around([&](yield<int&> rest) -> asio::awaitable<int> {
        co_await rest(outside);
        co_return 5;
    });
    auto none = around([](yield<> rest) -> asio::awaitable<void> { co_await rest(); });
    int sum = 0;
    drive(async_run(scope(generic) | scope(refers) | scope(none) >> [&](int& three, int& four) {
        sum = &four == &outside ? 10 * three + four : 0;
    }));
    CHECK(sum == 34);
}

TEST_CASE("11.5 y(r) may be awaited in what f awaits") {
    trace log;
    auto const deep = [](yield<int> rest, trace& l) -> asio::awaitable<seen> {
        mortal const life(l, 2);
        co_await suspend();
        int resource = 7;
        outcome const& out = co_await rest(resource);
        seen const saw = look(out);
        co_await suspend();
        co_return saw;
    };
    auto outer = around([&](yield<int> rest) -> asio::awaitable<void> {
        mortal const life(log, 1);
        seen const saw = co_await deep(rest, log);
        log.exit(1, saw);
        co_await suspend();
    });
    drive(async_run(scope(outer) | scope(surrounding(log, 3)) >> [&](int& r) { log.body(r); }));
    CHECK(log == trace{}
                     .enter(3)
                     .body(7)
                     .exit(3, seen::success)
                     .destroy(2)
                     .exit(1, seen::success)
                     .destroy(1));
    SECTION("where the context ends while the rest runs, that dies with f") {
        trace destroyed;
        {
            asio::io_context io;
            auto stage = around([&](yield<int> rest) -> asio::awaitable<void> {
                mortal const life(destroyed, 1);
                co_await deep(rest, destroyed);
            });
            auto block = scope(stage) >> [](int&) { return pass_for_ever(); };
            asio::co_spawn(io, async_run(std::move(block)), asio::detached);
            io.poll();
            CHECK(destroyed == trace{});
        }
        CHECK(destroyed == trace{}.destroy(2).destroy(1));
    }
}

TEST_CASE("11.5 y(r) is not awaited in another thread of execution: generator_error there") {
    using namespace asio::experimental::awaitable_operators;
    trace log;
    bool refused = false;
    auto elsewhere = around([&](yield<> rest) -> asio::awaitable<void> {
        auto const inner = [](yield<> r, bool& no) -> asio::awaitable<void> {
            try {
                co_await r();
            } catch (ambit::generator_error const&) {
                no = true;
            }
        };
        co_await (inner(rest, refused) && suspend());
    });
    auto block = scope(watcher<>{log, 0}) | scope(elsewhere) >> [&] { log.body(); };
    CHECK_THROWS_AS(drive(async_run(std::move(block))), ambit::generator_error);
    CHECK(refused);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 10.6 cancelled just before it yields: that does not throw, the rest finds out") {
    scene s;
    auto stage = around([&](yield<> rest) -> asio::awaitable<void> {
        co_await suspend();
        s.log.enter(1);
        s.cancel_now(how::terminal);
        outcome const& out = co_await rest();
        seen const saw = look(out);
        co_await suspend();
        s.log.exit(1, saw);
    });
    ending end;
    auto block = scope(quick(s, 0)) | scope(stage) >> [&] { return cancelled_body(s); };
    s.run(await_run(block, end));
    CHECK(s.log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
    CHECK(end.error == asio::error::operation_aborted);
    CHECK(end.cancelled == how::terminal);
}

TEST_CASE("11.5 10.6 y(r) that is called and not awaited: after f, cancellation throws as before") {
    bool throws = false;
    auto stage = around([](yield<> rest) -> asio::awaitable<void> {
        rest();
        co_return;
    });
    auto const caller = [](auto& m, bool& t) -> asio::awaitable<void> {
        auto block = scope(m) >> [] {};
        try {
            co_await async_run(std::move(block));
        } catch (ambit::generator_error const&) {
            t = true;
        }
        bool const as_before = co_await asio::this_coro::throw_if_cancelled();
        t = t && as_before;
    };
    asio::io_context io;  // nobody can cancel: the run is in the caller's thread of execution
    asio::co_spawn(io, caller(stage, throws), asio::detached);
    io.run();
    CHECK(throws);
}

TEST_CASE("11.5 f runs on the run's executor, in the run's thread of execution") {
    asio::io_context io;
    strand const on = asio::make_strand(io);
    int inside = 0;
    auto stage = around([&](yield<> rest) -> asio::awaitable<void, strand> {
        strand const mine = co_await asio::this_coro::executor;
        inside += mine == on && on.running_in_this_thread();
        co_await asio::post(mine, asio::deferred);
        co_await rest();
        inside += on.running_in_this_thread();
        co_await asio::post(mine, asio::deferred);
        inside += on.running_in_this_thread();
    });
    auto block = scope(stage) >> [] {};
    spawned const it(on, async_run(std::move(block)));
    io.run();
    CHECK(it.succeeded());
    CHECK(inside == 3);
}

TEST_CASE("11.5 a great many runs that do not suspend need no stack") {
    constexpr int runs = 10000;
    int count = 0;
    auto stage = around([](yield<> rest) -> asio::awaitable<void> { co_await rest(); });
    auto const all = [](auto& s, int& n) -> asio::awaitable<void> {
        auto block = scope(s) | scope(s) >> [&n] { ++n; };
        for (int i = 0; i != runs; ++i) {
            co_await async_run(block);
        }
    };
    drive(all(stage, count));
    CHECK(count == runs);
}

TEST_CASE("11.5 a run that did not suspend calls back later, as one without around does") {
    asio::io_context io;
    bool called = false;
    bool spawning = true;
    auto stage = around([](yield<> rest) -> asio::awaitable<void> { co_await rest(); });
    auto block = scope(stage) >> [] {};
    asio::post(io, [&] {
        asio::co_spawn(io, async_run(std::move(block)), [&](std::exception_ptr) {
            called = true;
            CHECK_FALSE(spawning);
        });
        spawning = false;
    });
    io.run();
    CHECK(called);
}
