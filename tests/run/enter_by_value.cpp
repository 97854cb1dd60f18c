// SPDX-License-Identifier: BSL-1.0
// Rule 8.2: an enter that fails by value.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <string>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using namespace test;

using fallible = expected<int, error>;

constexpr orders exit_fails{.exit = true};

/// Enters with an int or an error.
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
    constexpr void exit(int& r, outcome const& out) const { log.exit(r, look(out)); }
};

}  // namespace

TEST_CASE("8.2 what enter() returns is unwrapped: the value is the resource") {
    constexpr auto log = [] {
        trace t;
        auto const result = run(scope(opens{t, 3}) >> [&](int& r) -> fallible {
            t.body(r);
            r = 4;
            return r;
        });
        return t.note(*result);
    };
    CHECK_TWICE(log() == trace{}.enter(3).body(3).exit(4, seen::success).note(4));
}

TEST_CASE("8.2 an error ends entering: outer stages exit with it, and the block returns it") {
    constexpr auto log = [] {
        trace t;
        fallible const result =
            run(scope(watcher<>{t, 0}) | scope(opens{t, 1}) | scope(opens{t, 2, 7}) |
                    scope(watcher<>{t, 3}) >> [&](int&, int&) -> fallible {
                t.body();
                return 1;
            });
        return t.note(result.has_value() ? 0 : result.error().code);
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(0).enter(1).enter(2).exit(1, seen::failure).exit(0, seen::failure).note(7));
}

TEST_CASE("8.2 exits find the error of an enter, and where it came from") {
    trace log;
    int code = 0;
    std::size_t origin = 9;
    bool thrown = true;
    static_cast<void>(run(scope(at_exit([&](outcome const& out) {
                              code = out.error<error>() ? out.error<error>()->code : -1;
                              origin = out.origin();
                              thrown = out.exception() != nullptr;
                          })) |
                              scope(quiet{log, 1}) |
                              scope(opens{log, 2, 7}) >> [](int& r) -> fallible { return r; }));
    CHECK(code == 7);
    CHECK(origin == 2);
    CHECK_FALSE(thrown);
}

TEST_CASE("8.2 the error is carried by the body's own type") {
    trace log;
    SECTION("by its unexpected_type, with another value") {
        auto const result =
            run(scope(opens{log, 1, 7}) >>
                    [](int&) -> expected<std::string, error> { return std::string(); });
        CHECK(result.error().code == 7);
    }
    SECTION("by its unexpected_type, with an error that converts") {
        struct wide {
            int code;
            constexpr wide(error e) : code(10 * e.code) {}
        };
        auto const result =
            run(scope(opens{log, 1, 7}) >> [](int& r) -> expected<int, wide> { return r; });
        CHECK(result.error().code == 70);
    }
    SECTION("directly, where it has none") {
        auto const result = run(scope(opens{log, 1, 7}) >> [](int&) { return status(); });
        CHECK(result.error().code == 7);
    }
    SECTION("without a value") {
        auto const result =
            run(scope(opens{log, 1, 7}) >> [](int&) -> expected<void, error> { return {}; });
        CHECK(result.error().code == 7);
    }
}

TEST_CASE("8.2 an enter whose value is void gives no resource") {
    struct starts {
        int code;
        constexpr expected<void, error> enter() const {
            if (code != 0) {
                return unexpected{error{code}};
            }
            return {};
        }
        constexpr void exit() const {}
    };
    constexpr auto outcome_of = [](int code) {
        auto const result =
            run(scope(starts{code}) >>
                    [](auto&... xs) -> expected<std::size_t, error> { return sizeof...(xs); });
        return result.has_value() ? static_cast<int>(*result) : -result.error().code;
    };
    CHECK_TWICE(outcome_of(0) == 0);
    CHECK_TWICE(outcome_of(6) == -6);
}

TEST_CASE("8.2 an outer stage may suppress the error of an enter") {
    trace log;
    auto const result = run(scope(watcher<suppresses<error>>{log, 0}) |
                                scope(opens{log, 1, 7}) >> [&](int& r) -> fallible {
        log.body();
        return r;
    });
    CHECK_FALSE(result.has_value());
    CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("8.2 a move-only resource is unwrapped in place of the expected-like") {
    constexpr auto lives = [] {
        ledger book;
        struct makes {
            ledger& book;
            constexpr expected<move_only, error> enter() const { return move_only(book, 5); }
            constexpr void exit(move_only& m) const { m.value = 0; }
        };
        auto const result =
            run(scope(makes{book}) >> [](move_only& m) -> fallible { return m.value; });
        return *result == 5 && book.alive() == 0 && book.copies() == 0;
    };
    CHECK_TWICE(lives());
}

TEST_CASE("8.2 a factory's manager may enter by value too") {
    trace log;
    auto const result = run(scope(watcher<>{log, 0}) | scope(opens{log, 1}) |
                                scope([&](int& outer) { return opens{log, outer + 1, outer}; }) >>
                                    [&](int&, int&) -> fallible { return 3; });
    CHECK(result.error().code == 1);
    CHECK(log == trace{}.enter(0).enter(1).enter(2).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("8.2 among stages of which none looks and none can fail to exit") {
    struct starts {
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
        constexpr void exit() const noexcept { log.exit(id); }
    };
    constexpr auto log = [](int code) {
        trace t;
        auto const result =
            run(scope(starts{t, 0}) | scope(quiet{t, 1}) | scope(starts{t, 2, code}) |
                    scope(quiet{t, 3}) >> [&](int& a, int& b) -> fallible {
                t.body();
                return 10 * a + b;
            });
        return t.note(result.has_value() ? *result : -result.error().code);
    };
    CHECK_TWICE(
        log(0) ==
        trace{}.enter(0).enter(1).enter(2).enter(3).body().exit(3).exit(2).exit(1).exit(0).note(2));
    CHECK_TWICE(log(6) == trace{}.enter(0).enter(1).enter(2).exit(1).exit(0).note(-6));
}

TEST_CASE("8.2 the first stage fails to enter: nothing is exited, nothing else is entered") {
    constexpr auto log = [] {
        trace t;
        auto const result = run(scope(opens{t, 0, 4}) |
                                    scope(watcher<>{t, 1}) >> [](int& r) -> fallible { return r; });
        return t.note(result.has_value() ? 0 : result.error().code);
    };
    CHECK_TWICE(log() == trace{}.enter(0).note(4));
}

TEST_CASE("8.2 6.2 an exit that throws after an enter failed by value: by its policy") {
    trace log;
    fallible const first = run(scope(watcher<>{log, 0, exit_fails}) |
                                   scope(opens{log, 1, 7}) >> [](int& r) -> fallible { return r; });
    CHECK(first.error().code == 7);
    CHECK_THROWS_AS(run(scope(watcher<on_exit_error<ambit::keep_last>>{log, 0, exit_fails}) |
                            scope(opens{log, 1, 7}) >> [](int& r) -> fallible { return r; }),
                    exit_failure);
}
