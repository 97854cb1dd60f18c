// SPDX-License-Identifier: BSL-1.0
// Rule 3.9: built with -fno-exceptions -fno-rtti. Exits see failures by value.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#    error "this file is to be built without exceptions and without RTTI"
#endif

namespace {

using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

using fallible = expected<int, error>;
constexpr auto fails = []() -> fallible { return unexpected{error{5}}; };

struct opens {
    trace& log;
    int id;
    int code = 0;
    constexpr fallible enter() const {
        log.enter(id);
        if (code != 0) {
            return unexpected{error{code}};
        }
        return id;
    }
    constexpr void exit(int&, outcome const& out) const { log.exit(id, look(out)); }
};

}  // namespace

TEST_CASE("3.9 order") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}) | scope(watcher<>{t, 1}) |
            scope(holder{t, 2}) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() ==
                trace{}.enter(0).enter(1).enter(2).body().exit(2).exit(1, seen::success).exit(0));
}

TEST_CASE("3.9 results") {
    trace log;
    int value = 3;
    CHECK(run(scope(quiet{log, 0}) >> [&] { return value; }) == 3);
    CHECK(&run(scope(watcher<>{log, 0}) >> [&]() -> int& { return value; }) == &value);
    auto const optional = run(scope(watcher<suppresses<error>>{log, 0}) >> [&] { return value; });
    STATIC_REQUIRE(std::is_same_v<decltype(optional), std::optional<int> const>);
    CHECK(optional == 3);
    CHECK(run(scope(judge<suppresses_everything>{log, 0, true}) >> [] {}));
}

TEST_CASE("3.9 exits see failures by value") {
    trace log;
    int code = 0;
    std::size_t origin = 9;
    bool no_exception = false;
    fallible const result = run(scope(watcher<>{log, 0}) |
                                scope(at_exit([&](outcome const& out) {
                                    code = out.error<error>() ? out.error<error>()->code : -1;
                                    origin = out.origin();
                                    no_exception = out.exception() == nullptr &&
                                                   out.error<int>() == nullptr && !out.cancelled();
                                })) >>
                                    fails);
    CHECK(result.error().code == 5);
    CHECK(code == 5);
    CHECK(origin == 2);
    CHECK(no_exception);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("3.9 suppression by value") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(watcher<suppresses<error>>{log, 1}) |
                    scope(watcher<>{log, 2}) >> fails)
                    .has_value());
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::success));
    auto const kept = run(scope(watcher<suppresses<worse>>{log, 1}) >> fails);
    REQUIRE(kept.has_value());
    CHECK_FALSE(kept->has_value());
}

TEST_CASE("3.9 an enter that fails by value") {
    trace log;
    fallible const result = run(scope(watcher<>{log, 0}) | scope(opens{log, 1}) |
                                    scope(opens{log, 2, 7}) >> [&](int&, int&) -> fallible {
        log.body();
        return 1;
    });
    CHECK(result.error().code == 7);
    CHECK(log == trace{}.enter(0).enter(1).enter(2).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("3.9 factories, facts by with, wrap and immovable resources") {
    trace log;
    ledger book;
    struct makes {
        ledger& book;
        immovable enter() { return immovable(book, 2); }
        void exit(immovable&) {}
    };
    auto pipeline = scope(makes{book}) | scope([&](immovable& m) { return opens{log, m.value}; }) |
                    scope(ambit::with<suppresses<error>>(quiet{log, 3}));
    auto f = ambit::wrap(pipeline, [](immovable& m, int& r, int argument) -> fallible {
        if (argument == 0) {
            return unexpected{error{1}};
        }
        return m.value + r + argument;
    });
    auto const value = f(6);
    REQUIRE(value.has_value());
    CHECK(**value == 10);
    CHECK_FALSE(f(0).has_value());
    CHECK(book.alive() == 0);
    CHECK(book.made() == 2);
}

TEST_CASE("3.9 bracket, raii, closing and value") {
    trace log;
    struct connection {
        trace& log;
        void close() { log.exit(1); }
    };
    connection c{log};
    run(scope(ambit::bracket([&] { return 5; }, [&](int& r, outcome const&) { log.exit(r); })) |
        scope(ambit::closing(c)) | scope(ambit::value(7)) |
        scope(ambit::raii([&] { return connection{log}; })) >>
            [&](auto&... xs) { log.body(static_cast<int>(sizeof...(xs))); });
    CHECK(log == trace{}.body(4).exit(1).exit(5));
}
