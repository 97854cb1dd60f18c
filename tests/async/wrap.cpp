// SPDX-License-Identifier: BSL-1.0
// Rule 2.6 in asynchronous runs: a wrapped function whose calls return coroutines.
#include "foreign.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <functional>
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

TEST_CASE("2.6 11.3 generators that a factory makes anew for each call, synchronous ones") {
    trace log;
    SECTION("a function that makes them") {
        struct makes {
            static ambit::managed<int> ticket() { co_yield 7; }
        };
        auto f = wrap(scope(makes::ticket), [](int& seat, int row) { return seat * row; });
        STATIC_REQUIRE(std::is_same_v<decltype(f(1)), int>);
        CHECK(f(2) == 14);
        CHECK(f(3) == 21);
    }
    SECTION("a coroutine lambda with captures and outer resources") {
        auto f = wrap(scope(holder{log, 1}) |
                          scope([&log, calls = 0](int& outer) mutable -> ambit::managed<int> {
                              int const mine = ++calls;
                              log.enter(10 * mine);
                              co_yield outer + mine;
                              log.exit(10 * mine);
                          }),
                      [](int&, int& inner, int n) { return inner + n; });
        CHECK(f(100) == 102);
        CHECK(f(100) == 103);
        CHECK(log ==
              trace{}.enter(1).enter(10).exit(10).exit(1).enter(1).enter(20).exit(20).exit(1));
    }
    SECTION("a call that failed does not trouble the next") {
        auto f = wrap(scope([&]() -> ambit::managed<void, ambit::suppresses<body_failure>> {
                          try {
                              co_yield {};
                              log.note(1);
                          } catch (body_failure const&) {
                              log.note(2);
                          }
                      }),
                      [](bool fails) {
                          if (fails) {
                              raise(body_failure{{-1}});
                          }
                          return 4;
                      });
        CHECK_FALSE(f(true).has_value());
        CHECK(f(false) == 4);
        CHECK_FALSE(f(true).has_value());
        CHECK(log == trace{}.note(2).note(1).note(2));
    }
    SECTION("recursion: a generator for each level") {
        std::function<int(int)> sum;
        sum = wrap(scope([&]() -> ambit::managed<> {
                       log.enter(0);
                       co_yield {};
                       log.exit(0);
                   }),
                   [&self = sum](int n) { return n == 0 ? 0 : n + self(n - 1); });
        CHECK(sum(2) == 3);
        CHECK(log == trace{}.enter(0).enter(0).enter(0).exit(0).exit(0).exit(0));
    }
}

TEST_CASE("2.6 11.4 generators that a factory makes anew for each call, asynchronous ones") {
    event_loop loop;
    trace log;
    auto f = wrap(scope([&]() -> ambit::async_managed<int> {
                      co_await suspend(loop);
                      log.enter(1);
                      co_yield 7;
                      co_await suspend(loop);
                      log.exit(1);
                  }),
                  [&](int& seat, int row) -> task<int> {
                      co_await suspend(loop);
                      co_return seat* row;
                  });
    STATIC_REQUIRE(std::is_same_v<decltype(f(1)), task<int>>);
    CHECK(drive(loop, f(2)) == 14);
    CHECK(drive(loop, f(3)) == 21);
    CHECK(loop.steps() == 6);
    CHECK(log == trace{}.enter(1).exit(1).enter(1).exit(1));
}

TEST_CASE("2.6 a wrapped coroutine that calls itself through a reference enters anew each time") {
    event_loop loop;
    trace log;
    std::function<task<int>(int)> factorial;
    factorial = wrap(lent(log, 1, loop), [&](int&, int n) -> task<int> {
        log.body(n);
        if (n == 0) {
            co_return 1;
        }
        int const smaller = co_await factorial(n - 1);
        co_return n* smaller;
    });
    CHECK(drive(loop, factorial(2)) == 2);
    CHECK(log ==
          trace{}.enter(1).body(2).enter(1).body(1).enter(1).body(0).exit(1).exit(1).exit(1));
}

namespace {

struct reader {
    int base;
    task<int> read(int n) {
        base += n;
        co_return base;
    }
    task<int> read_once(std::unique_ptr<int> n) const { co_return base + *n; }
};

}  // namespace

TEST_CASE("2.6 member functions that are coroutines: the object is an argument or a resource") {
    event_loop loop;
    trace log;
    reader r{40};
    SECTION("an argument") {
        auto read = wrap(lent(log, 1, loop), &reader::read);
        CHECK(drive(loop, read(r, 2)) == 42);
        CHECK(drive(loop, read(&r, 1)) == 43);
        CHECK(log == trace{}.enter(1).exit(1).enter(1).exit(1));
    }
    SECTION("a resource, with an argument that is moved through") {
        auto read = wrap(scope(ambit::value(r)), &reader::read_once);
        CHECK(sync_wait(read(std::make_unique<int>(2))) == 42);
    }
    SECTION("one that is bound") {
        auto read = wrap(lent(log, 1, loop), [&r](int& one, int n) { return r.read(one + n); });
        CHECK(drive(loop, read(1)) == 42);
        CHECK(drive(loop, read(1)) == 44);
        CHECK(log == trace{}.enter(1).exit(1).enter(1).exit(1));
    }
}
