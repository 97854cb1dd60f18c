// SPDX-License-Identifier: BSL-1.0
// Rule 10.2, results and errors by value: rows of 7 and 8, each run in every way.
#include <support/expected.hpp>
#include <support/tracked.hpp>
#include <support/ways.hpp>

#include <memory>
#include <optional>
#include <type_traits>

namespace {

using ambit::suppresses;
using namespace test;

using fallible = expected<int, error>;
using void_or_error = expected<void, error>;

constexpr orders exit_fails{.exit = true};

/// What every way of running a block returns, each looked at by `check(result)`.
template <class Row, class Check>
void every_result(Row const& row, Check const& check) {
    for_each_way([&](auto& w) {
        trace log;
        check(w.run(row(w, log)));
    });
}

/// Stages that cannot suppress, and stages of which one can.
constexpr auto strict = [](auto& w, trace& log) {
    return w.scope(quiet{log, 0}, watcher<>{log, 1}, quiet{log, 2});
};
constexpr auto lenient = [](auto& w, trace& log) {
    return w.scope(quiet{log, 0}, watcher<suppresses<body_failure, error>>{log, 1}, quiet{log, 2});
};

template <class T, class X>
constexpr bool is = std::is_same_v<std::remove_const_t<T>, X>;

/// Enters with an int or an error.
struct opens {
    trace& log;
    int id;
    int code = 0;
    fallible enter() const {
        log.enter(id);
        if (code != 0) {
            return unexpected{error{code}};
        }
        return id;
    }
    void exit(int& r, ambit::outcome const& out) const { log.exit(r, look(out)); }
};

}  // namespace

TEST_CASE("10.2 7.1 a value, a move-only value") {
    every_result([](auto& w, trace& log) { return strict(w, log) >> w.body([] { return 42; }); },
                 [](auto result) {
                     STATIC_REQUIRE(is<decltype(result), int>);
                     CHECK(result == 42);
                 });
    every_result(
        [](auto& w, trace& log) {
            return strict(w, log) >> w.body([] { return std::make_unique<int>(42); });
        },
        [](auto result) {
            STATIC_REQUIRE(is<decltype(result), std::unique_ptr<int>>);
            CHECK(*result == 42);
        });
}

TEST_CASE("10.2 7.1 a value is moved, never copied, and dies with whoever has it") {
    static ledger book;
    every_result(
        [](auto& w, trace& log) {
            return strict(w, log) >> w.body([] { return tracked(book, 3); });
        },
        [](tracked const& result) {
            CHECK(result.value == 3);
            CHECK(book.copies() == 0);
        });
    CHECK(book.alive() == 0);
}

TEST_CASE("10.2 7.1 a reference is that object") {
    static int value = 0;
    every_result(
        [](auto& w, trace& log) {
            return strict(w, log) >> w.body([]() -> int& { return value; });
        },
        [](auto& result) {
            STATIC_REQUIRE(is<decltype(result), int&>);
            CHECK(&result == &value);
        });
}

TEST_CASE("10.2 7.2 beside a stage that can suppress: optional, bool, pointer") {
    static int value = 0;
    every_result([](auto& w, trace& log) { return lenient(w, log) >> w.body([] { return 42; }); },
                 [](auto result) {
                     STATIC_REQUIRE(is<decltype(result), std::optional<int>>);
                     CHECK(result == 42);
                 });
    every_result([](auto& w, trace& log) { return lenient(w, log) >> w.body([] {}); },
                 [](auto result) {
                     STATIC_REQUIRE(is<decltype(result), bool>);
                     CHECK(result);
                 });
    every_result(
        [](auto& w, trace& log) {
            return lenient(w, log) >> w.body([]() -> int& { return value; });
        },
        [](auto result) {
            STATIC_REQUIRE(is<decltype(result), int*>);
            CHECK(result == &value);
        });
}

TEST_CASE("10.2 7.2 after a suppression: empty, false, null") {
    static int value = 0;
    auto const fails = [](auto result_of) {
        return [=](auto& w, trace& log) {
            return lenient(w, log) >> w.body([=]() -> decltype(auto) {
                raise(body_failure{{body_failed}});
                return result_of();
            });
        };
    };
    auto const nothing = [](auto result) { CHECK_FALSE(result); };
    every_result(fails([] { return 42; }), nothing);
    every_result(fails([] {}), nothing);
    every_result(fails([]() -> int& { return value; }), nothing);
}

TEST_CASE("10.2 6.1 a result that is dropped since an exit throws is destroyed") {
    static ledger book;
    every_result(
        [](auto& w, trace& log) {
            return w.scope(watcher<suppresses<exit_failure>>{log, 0},
                           watcher<>{log, 1, exit_fails}) >>
                   w.body([] { return tracked(book, 3); });
        },
        [](auto const& result) { CHECK_FALSE(result.has_value()); });
    CHECK(book.made() >= 6);
    CHECK(book.alive() == 0);
}

TEST_CASE("10.2 8.1 a body that returns an error fails, and its value is returned unchanged") {
    auto const returns = [](int code) {
        return [=](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, quiet{log, 1}) >> w.body([=, &log]() -> fallible {
                log.body();
                if (code != 0) {
                    return unexpected{error{code}};
                }
                return 5;
            });
        };
    };
    every_result(returns(0), [](fallible const& result) { CHECK(result == fallible(5)); });
    every_result(returns(7), [](fallible const& result) { CHECK(result.error().code == 7); });
    for_each_way([&](auto& w) {
        trace log;
        static_cast<void>(w.run(returns(7)(w, log)));
        CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::failure));
    });
}

TEST_CASE("10.2 8.1 5.3 an error value is suppressed by its exact type") {
    auto const returns = [](auto e) {
        return [=](auto& w, trace& log) {
            return lenient(w, log) >>
                   w.body([=]() -> expected<int, decltype(e)> { return unexpected{e}; });
        };
    };
    every_result(returns(error{7}), [](auto const& result) { CHECK_FALSE(result.has_value()); });
    every_result(returns(worse{{7}}), [](auto const& result) {
        REQUIRE(result.has_value());
        CHECK(result->error().code == 7);
    });
}

TEST_CASE("10.2 8.2 an enter that yields an expected-like: its value is the resource") {
    every_result(
        [](auto& w, trace& log) {
            return w.scope(opens{log, 1}, opens{log, 2}) >>
                   w.body([](int& one, int& two) -> fallible { return 10 * one + two; });
        },
        [](fallible const& result) { CHECK(result == fallible(12)); });
}

TEST_CASE("10.2 8.2 an error ends entering, the block returns it, outer stages see it") {
    static trace log;
    auto const row = [](auto& w, trace&) {
        log = {};
        return w.scope(watcher<>{log, 0}, opens{log, 1}, opens{log, 2, 7}, watcher<>{log, 3}) >>
               w.body([](auto&...) -> void_or_error { return {}; });
    };
    every_result(row, [](void_or_error const& result) {
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code == 7);
        CHECK(log ==
              trace{}.enter(0).enter(1).enter(2).exit(1, seen::failure).exit(0, seen::failure));
    });
}

TEST_CASE("10.2 8.2 a result without unexpected_type is made from the error itself") {
    every_result(
        [](auto& w, trace& log) {
            return w.scope(quiet{log, 0}, opens{log, 1, 7}) >>
                   w.body([](int&) { return status(); });
        },
        [](status const& result) { CHECK(result.error().code == 7); });
}

TEST_CASE("10.2 8.2 an outer stage may suppress the error of an enter") {
    every_result(
        [](auto& w, trace& log) {
            return w.scope(watcher<suppresses<error>>{log, 0}, opens{log, 1, 7}) >>
                   w.body([](int&) -> fallible { return 1; });
        },
        [](auto const& result) { CHECK_FALSE(result.has_value()); });
}
