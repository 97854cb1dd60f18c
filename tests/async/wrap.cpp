// SPDX-License-Identifier: BSL-1.0
// Rule 2.6 in asynchronous runs: a wrapped function whose calls return coroutines.
#include "foreign.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using ambit::wrap;
using namespace test;

auto lent(trace& log, int id, event_loop& loop) {
    return scope(asynchronous(holder{log, id}, &loop));
}

}  // namespace

TEST_CASE("2.6 over an async pipeline a call returns what async_run does, and runs nothing yet") {
    event_loop loop;
    trace log;
    auto f = wrap(lent(log, 1, loop), [&](int& one, int n) {
        log.body(n);
        return one + n;
    });
    auto call = f(4);
    STATIC_REQUIRE(std::is_same_v<decltype(call), task<int>>);
    CHECK(log.empty());
    CHECK(drive(loop, std::move(call)) == 5);
    CHECK(log == trace{}.enter(1).body(4).exit(1));
}

TEST_CASE("2.6 an f that returns an awaitable, over stages that are called") {
    event_loop loop;
    trace log;
    auto f = wrap(scope(holder{log, 1}) | scope(watcher<>{log, 2}), [&](int& one, int n) {
        return later(loop, [&log, &one, n] {
            log.body(n);
            return one + n;
        });
    });
    CHECK(drive(loop, f(4)) == 5);
    CHECK(log == trace{}.enter(1).enter(2).body(4).exit(2, seen::success).exit(1));
}

TEST_CASE("2.6 over stages and an f that are called a call is a plain one, as before") {
    trace log;
    auto f = wrap(scope(quiet{log, 1}), [](int n) { return n; });
    STATIC_REQUIRE(std::is_same_v<decltype(f(4)), int>);
    CHECK(f(4) == 4);
}

TEST_CASE("2.6 it may be called again and again, also before a call has ended") {
    event_loop loop;
    trace log;
    auto f = wrap(lent(log, 1, loop), [](int& one, int n) { return 10 * one + n; });
    by_hand first(f(4));
    by_hand second(f(5));
    first.start();
    second.start();
    while (loop.step()) {
    }
    CHECK(first.ended());
    CHECK(first.result() == 14);
    CHECK(second.ended());
    CHECK(second.result() == 15);
    CHECK(log == trace{}.enter(1).enter(1).exit(1).exit(1));
}

TEST_CASE("2.6 temporaries survive until the call is awaited") {
    event_loop loop;
    trace log;
    ledger book;
    auto f = wrap(lent(log, 1, loop),
                  [](int&, std::string const& text, tracked const& t, std::unique_ptr<int> p) {
                      return static_cast<int>(text.size()) + t.value + *p;
                  });
    {
        auto call = f(std::string(40, 'x'), tracked(book, 2), std::make_unique<int>(300));
        CHECK(book.alive() == 1);
        CHECK(drive(loop, std::move(call)) == 342);
    }
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
    // and where it never is
    {
        auto const never = f(std::string("unread"), tracked(book), nullptr);
    }
    CHECK(book.alive() == 0);
}

TEST_CASE("2.6 lvalues are passed as they are") {
    event_loop loop;
    trace log;
    int counter = 0;
    auto f = wrap(lent(log, 1, loop), [](int& one, int& n) -> int& { return n += one; });
    int& result = drive(loop, f(counter));
    CHECK(&result == &counter);
    CHECK(counter == 1);
}

TEST_CASE("2.6 where f does not take the resources it gets the arguments alone") {
    event_loop loop;
    struct connection {};
    struct connects {
        connection enter() const { return {}; }
        void exit() const {}
    };
    auto f = wrap(scope(asynchronous(connects(), &loop)), [](int a, int b) { return 10 * a + b; });
    CHECK(drive(loop, f(4, 2)) == 42);
}

TEST_CASE("2.6 failures and suppression, each call for itself") {
    event_loop loop;
    trace log;
    auto f = wrap(scope(watcher<>{log, 0}) |
                      scope(asynchronous(watcher<ambit::suppresses<body_failure>>{log, 1}, &loop)),
                  [](bool fails) {
                      if (fails) {
                          raise(body_failure{{-1}});
                      }
                      return 7;
                  });
    STATIC_REQUIRE(std::is_same_v<decltype(f(true)), task<std::optional<int>>>);
    CHECK_FALSE(drive(loop, f(true)).has_value());
    CHECK(drive(loop, f(false)) == 7);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::failure)
                     .exit(0, seen::success)
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("2.6 10.4 the coroutine type is that of the first awaitable which is known") {
    auto f = wrap(scope(), [](std::string text) -> known<std::size_t> { co_return text.size(); });
    auto call = f("four");
    STATIC_REQUIRE(std::is_same_v<decltype(call), known<std::size_t>>);
    CHECK(sync_wait(std::move(call)) == 4);
}

TEST_CASE("2.6 a body that is a coroutine may keep references to its arguments") {
    event_loop loop;
    trace log;
    auto f = wrap(lent(log, 1, loop), [&](int& one, std::string const& text) -> task<int> {
        co_await suspend(loop);
        log.body();
        co_return static_cast<int>(text.size()) + one;
    });
    CHECK(drive(loop, f(std::string(40, 'x'))) == 41);
    CHECK(log == trace{}.enter(1).body().exit(1));
}

TEST_CASE("2.6 wrapped functions are awaited in a coroutine like any other") {
    trace log;
    auto const twice = [](trace& t) -> task<int> {
        auto f = wrap(scope(asynchronous(holder{t, 1})), [](int& one, int n) { return one + n; });
        int const a = co_await f(1);
        int const b = co_await f(a);
        co_return b;
    };
    CHECK(sync_wait(twice(log)) == 3);
    CHECK(log == trace{}.enter(1).exit(1).enter(1).exit(1));
}
