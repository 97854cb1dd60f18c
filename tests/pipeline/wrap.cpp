// SPDX-License-Identifier: BSL-1.0
// Rule 2.6: wrap(p, f) is a callable whose every call runs p around f.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace {

using ambit::scope;
using ambit::wrap;
using namespace test;

struct ledger_line {
    int balance;
};
/// A resource that is not what anybody would pass as an argument.
struct account {
    int& balance;
    constexpr ledger_line enter() const { return {balance}; }
    constexpr void exit(ledger_line& line) const { balance = line.balance; }
};
struct service {
    int base;
    constexpr int plus(int n) const { return base + n; }
    constexpr int add(int n) { return base += n; }
    constexpr int book(ledger_line& line, int n) const { return line.balance += base * n; }
};

constexpr int book(ledger_line& line, int n) { return line.balance += n; }
constexpr int twice(int n) { return 2 * n; }

}  // namespace

TEST_CASE("2.6 each call enters, calls and exits") {
    constexpr auto log = [] {
        trace t;
        auto f = wrap(scope(quiet{t, 0}) | scope(watcher<>{t, 1}), [&](int n) { t.body(n); });
        f(5);
        f(6);
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .body(5)
                             .exit(1, seen::success)
                             .exit(0)
                             .enter(0)
                             .enter(1)
                             .body(6)
                             .exit(1, seen::success)
                             .exit(0));
}

TEST_CASE("2.6 nothing is entered before the call") {
    trace log;
    auto f = wrap(scope(quiet{log, 0}), [] {});
    CHECK(log.empty());
    f();
    CHECK(log == trace{}.enter(0).exit(0));
}

TEST_CASE("2.6 f gets the resources, then the arguments") {
    constexpr auto booked = [] {
        int balance = 10;
        auto deposit = wrap(scope(account{balance}),
                            [](ledger_line& line, int n) { return line.balance += n; });
        int const after = deposit(5);
        return 100 * after + deposit(7);
    };
    CHECK_TWICE(booked() == 1522);
}

TEST_CASE("2.6 several resources and several arguments keep their order") {
    constexpr auto digits = [] {
        trace t;
        auto f = wrap(scope(holder{t, 1}) | scope(holder{t, 2}),
                      [](int a, int b, int c, int d) { return 1000 * a + 100 * b + 10 * c + d; });
        return f(3, 4);
    };
    CHECK_TWICE(digits() == 1234);
}

TEST_CASE("2.6 where f does not take the resources it gets the arguments alone") {
    constexpr auto doubled = [] {
        int balance = 10;
        return wrap(scope(account{balance}), [](int n) { return 2 * n; })(21);
    };
    CHECK_TWICE(doubled() == 42);
    constexpr auto nothing = [] {
        int balance = 10;
        return wrap(scope(account{balance}), [] { return 42; })();
    };
    CHECK_TWICE(nothing() == 42);
}

TEST_CASE("2.6 f is any callable") {
    constexpr auto function = [] {
        int balance = 10;
        return wrap(scope(account{balance}), book)(5) + wrap(scope(account{balance}), twice)(5);
    };
    CHECK_TWICE(function() == 25);
    constexpr auto generic = [] {
        int balance = 10;
        return wrap(scope(account{balance}), [](auto&&... xs) { return sizeof...(xs); })(1, 2);
    };
    CHECK_TWICE(generic() == 3);

    int balance = 1;
    auto f =
        wrap(scope(account{balance}), [p = std::make_unique<int>(4)](int n) { return *p + n; });
    CHECK(f(1) == 5);
    CHECK(f(2) == 6);
}

TEST_CASE("2.6 member functions: the object is an argument or a resource") {
    constexpr auto arguments = [] {
        trace t;
        service s{40};
        auto plus = wrap(scope(quiet{t, 0}), &service::plus);
        auto add = wrap(scope(quiet{t, 0}), &service::add);
        return plus(s, 2) == 42 && add(s, 1) == 41 && s.base == 41;
    };
    CHECK_TWICE(arguments());
    struct provider {
        service& s;
        constexpr service& enter() const { return s; }
        constexpr void exit() const {}
    };
    constexpr auto resource = [] {
        service s{40};
        return wrap(scope(provider{s}), &service::plus)(2);
    };
    CHECK_TWICE(resource() == 42);
}

TEST_CASE("2.6 member functions: the object may be a pointer or a wrapper, and data a member") {
    constexpr auto pointed_to = [] {
        trace t;
        service s{40};
        auto plus = wrap(scope(quiet{t, 0}), &service::plus);
        auto base = wrap(scope(quiet{t, 1}), &service::base);
        return plus(&s, 2) == 42 && plus(std::ref(s), 3) == 43 && base(s) == 40 && base(&s) == 40 &&
               t == trace{}.enter(0).exit(0).enter(0).exit(0).enter(1).exit(1).enter(1).exit(1);
    };
    CHECK_TWICE(pointed_to());
    constexpr auto resource = [] {
        auto base = wrap(scope(ambit::value(service{40})), &service::base);
        base() += 2;
        return base();
    };
    CHECK_TWICE(resource() == 42);
    // Of an object that is bound, resources and arguments as they come.
    constexpr auto bound = [] {
        int balance = 5;
        service s{3};
        auto book_more = wrap(scope(account{balance}),
                              [&s](ledger_line& line, int n) { return s.book(line, n); });
        book_more(2);
        return book_more(4);
    };
    CHECK_TWICE(bound() == 23);
}

namespace {

/// Each call of its member runs in a pipeline, as a decorated method would.
template <class F>
struct counter {
    F add;
    int calls = 0;
};
template <class F>
counter(F) -> counter<F>;

/// Its methods are what a wrapped function calls.
class shop {
public:
    constexpr shop(trace& t, int stock) : log_(t), stock_(stock) {}
    constexpr int sell(int n) {
        auto sale = wrap(scope(quiet{log_, 1}), &shop::take);
        return sale(*this, n);
    }
    constexpr int count() const {
        return wrap(scope(quiet{log_, 2}), [this] { return stock_; })();
    }

private:
    constexpr int take(int n) { return stock_ -= n; }
    trace& log_;
    int stock_;
};

}  // namespace

TEST_CASE("2.6 a wrapped function as a member, and in a member function") {
    constexpr auto member = [] {
        trace t;
        int sum = 0;
        counter c{wrap(scope(quiet{t, 0}), [&](int n) { return sum += n; })};
        auto const copy = c;
        return c.add(2) == 2 && c.add(3) == 5 && copy.add(4) == 9 &&
               t == trace{}.enter(0).exit(0).enter(0).exit(0).enter(0).exit(0);
    };
    CHECK_TWICE(member());
    constexpr auto method = [] {
        trace t;
        shop s(t, 10);
        return s.sell(3) == 7 && s.count() == 7 && t == trace{}.enter(1).exit(1).enter(2).exit(2);
    };
    CHECK_TWICE(method());
}

TEST_CASE("2.6 a wrapped function in a std::function") {
    trace log;
    std::function<int(int)> f = wrap(scope(holder{log, 4}), [](int& r, int n) { return r * n; });
    CHECK(f(5) == 20);
    auto const g = f;
    CHECK(g(6) == 24);
    CHECK(log == trace{}.enter(4).exit(4).enter(4).exit(4));
}

TEST_CASE("2.6 arguments are forwarded") {
    trace log;
    auto f = wrap(scope(quiet{log, 0}), [](std::unique_ptr<int> p, int& out, std::string const& s) {
        out = *p + static_cast<int>(s.size());
    });
    int out = 0;
    f(std::make_unique<int>(4), out, "abc");
    CHECK(out == 7);

    ledger book_of_lives;
    auto g = wrap(scope(quiet{log, 0}), [](tracked&& t) { return t.value; });
    CHECK(g(tracked(book_of_lives, 6)) == 6);
    CHECK(book_of_lives.made() == 1);
}

TEST_CASE("2.6 a result by reference stays one") {
    int value = 3;
    trace log;
    auto f = wrap(scope(quiet{log, 0}), [](int& x) -> int& { return x; });
    STATIC_REQUIRE(std::is_same_v<decltype(f(value)), int&>);
    CHECK(&f(value) == &value);
}

TEST_CASE("2.6 the call has the result of the run: §7") {
    trace log;
    auto f = wrap(scope(watcher<ambit::suppresses<body_failure>>{log, 0}), [](int n) {
        if (n < 0) {
            raise(body_failure{{n}});
        }
        return n;
    });
    STATIC_REQUIRE(std::is_same_v<decltype(f(1)), std::optional<int>>);
    CHECK(f(1) == 1);
    CHECK(f(-1) == std::nullopt);
    CHECK(f(2) == 2);
}

TEST_CASE("2.6 a failing call exits, and the next call starts anew") {
    trace log;
    auto f = wrap(scope(watcher<>{log, 0}), [](int n) {
        if (n < 0) {
            raise(body_failure{{n}});
        }
    });
    CHECK_THROWS_AS(f(-1), body_failure);
    f(1);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(0).exit(0, seen::success));
}

TEST_CASE("2.6 an lvalue pipeline is held by reference, an rvalue one is moved in") {
    struct counting {
        int entered = 0;
        constexpr int enter() { return ++entered; }
        constexpr void exit() {}
    };
    constexpr auto shared = [] {
        counting manager;
        auto session = scope(manager);
        auto f = wrap(session, [](int& n) { return n; });
        f();
        f();
        return manager.entered;
    };
    CHECK_TWICE(shared() == 2);

    auto owner = scope(counting{});
    auto f = wrap(owner, [](int& n) { return n; });
    auto g = wrap(owner, [](int& n) { return n; });
    CHECK(f() == 1);
    CHECK(g() == 2);

    ledger book_of_lives;
    struct owned {
        move_only t;
        int enter() { return t.value; }
        void exit() {}
    };
    auto h = wrap(scope(owned{move_only(book_of_lives, 8)}), [](int& n) { return n; });
    CHECK(h() == 8);
    CHECK(h() == 8);
    CHECK(book_of_lives.copies() == 0);
}

TEST_CASE("2.6 a factory in the pipeline is called at each call") {
    trace log;
    int made = 0;
    auto f = wrap(scope([&] { return quiet{log, made++}; }), [&](int n) { log.body(n); });
    f(10);
    f(11);
    CHECK(log == trace{}.enter(0).body(10).exit(0).enter(1).body(11).exit(1));
}

TEST_CASE("2.6 a wrapped function may be called from itself") {
    constexpr auto log = [] {
        trace t;
        auto factorial = [&](auto& self, int n) -> int {
            auto step =
                wrap(scope(quiet{t, n}), [&](int k) { return k == 0 ? 1 : k * self(self, k - 1); });
            return step(n);
        };
        int const result = factorial(factorial, 3);
        return t.note(result);
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(3).enter(2).enter(1).enter(0).exit(0).exit(1).exit(2).exit(3).note(6));
}

TEST_CASE("2.6 a wrapped function that calls itself through a reference enters anew each time") {
    trace log;
    std::function<int(int)> factorial;
    factorial = wrap(scope(quiet{log, 1}), [&self = factorial, &log](int n) {
        log.body(n);
        return n == 0 ? 1 : n * self(n - 1);
    });
    CHECK(factorial(2) == 2);
    CHECK(log ==
          trace{}.enter(1).body(2).enter(1).body(1).enter(1).body(0).exit(1).exit(1).exit(1));
    SECTION("and each exits on its own when the innermost fails") {
        log = trace{};
        std::function<int(int)> fails;
        fails = wrap(scope(watcher<>{log, 1}), [&self = fails](int n) {
            return n == 0 ? (raise(body_failure{{0}}), 0) : self(n - 1);
        });
        CHECK_THROWS_AS(fails(1), body_failure);
        CHECK(log == trace{}.enter(1).enter(1).exit(1, seen::failure).exit(1, seen::failure));
    }
    SECTION("or is stopped by the call that suppresses it") {
        log = trace{};
        std::function<bool(int)> fails;
        fails = wrap(scope(watcher<ambit::suppresses<body_failure>>{log, 1}),
                     [&self = fails, &log](int n) {
                         if (n == 0) {
                             raise(body_failure{{0}});
                         }
                         log.note(self(n - 1) ? 1 : 0);
                     });
        CHECK(fails(1));
        CHECK(log ==
              trace{}.enter(1).enter(1).exit(1, seen::failure).note(0).exit(1, seen::success));
    }
}

TEST_CASE("2.6 the same wrapped function may be entered again during its own call") {
    trace log;
    struct recursion {
        trace& log;
        int operator()(int n) const {
            return n == 0 ? 0 : n + wrap(scope(holder{log, n}), *this)(n - 1);
        }
    };
    auto sum = wrap(scope(quiet{log, 9}), recursion{log});
    CHECK(sum(2) == 3);
    CHECK(log == trace{}.enter(9).enter(2).enter(1).exit(1).exit(2).exit(9));
}

TEST_CASE("2.6 a single_use stage in the pipeline is refused, a factory of one is not") {
    struct ticket {
        using properties = ambit::properties<ambit::single_use>;
        void enter() {}
        void exit() {}
    };
    int calls = 0;
    auto f = wrap(scope([] { return ticket{}; }), [&] { ++calls; });
    f();
    f();
    CHECK(calls == 2);
}

TEST_CASE("2.6 a const callable where managers and function are") {
    constexpr auto log = [] {
        trace t;
        auto const f = wrap(scope(quiet{t, 0}) | scope(holder{t, 1}),
                            [&](int& r, int n) { t.body(10 * r + n); });
        f(5);
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(1).body(15).exit(1).exit(0));
}
