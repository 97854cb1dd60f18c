// SPDX-License-Identifier: BSL-1.0
// Rule 8.1: a body that fails by value, and what §5 and §6 make of that.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

using fallible = expected<int, error>;

constexpr orders exit_fails{.exit = true};
constexpr auto fails = []() -> fallible { return unexpected{error{5}}; };
constexpr auto succeeds = []() -> fallible { return 1; };

/// What an int or error code a failure set aside carries.
int code_of(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (error const& e) {
        return e.code;
    } catch (failure const& f) {
        return 100 + f.who;
    }
}

}  // namespace

// --- 8.1 -----------------------------------------------------------------------------------------

TEST_CASE("8.1 a body that returns an error fails, and the value is returned unchanged") {
    constexpr auto run_with = [](auto body) {
        trace t;
        fallible const result =
            run(scope(watcher<>{t, 0}) | scope(quiet{t, 1}) | scope(watcher<>{t, 2}) >> body);
        return t.note(result.has_value() ? *result : -result.error().code);
    };
    CHECK_TWICE(run_with(fails) == trace{}
                                       .enter(0)
                                       .enter(1)
                                       .enter(2)
                                       .exit(2, seen::failure)
                                       .exit(1)
                                       .exit(0, seen::failure)
                                       .note(-5));
    CHECK_TWICE(run_with(succeeds) == trace{}
                                          .enter(0)
                                          .enter(1)
                                          .enter(2)
                                          .exit(2, seen::success)
                                          .exit(1)
                                          .exit(0, seen::success)
                                          .note(1));
}

TEST_CASE("8.1 nothing is thrown: exits find an error, and no exception") {
    bool right = false;
    std::size_t origin = 9;
    auto const result = run(scope(at_exit([&](outcome const& out) {
                                right = out.failed() && !out.succeeded() && !out.cancelled() &&
                                        out.exception() == nullptr &&
                                        std::current_exception() == nullptr;
                                origin = out.origin();
                            })) >>
                            fails);
    CHECK(right);
    CHECK(origin == 1);
    CHECK_FALSE(result.has_value());
}

TEST_CASE("8.1 4.2 error<E>() of an error value: its exact type") {
    int code = 0;
    bool others = true;
    auto const look_at = [&](outcome const& out) {
        code = out.error<error>() != nullptr ? out.error<error>()->code : -1;
        others = out.error<int>() != nullptr || out.error<worse>() != nullptr ||
                 out.error<fallible>() != nullptr;
    };
    static_cast<void>(run(scope(at_exit(look_at)) >> fails));
    CHECK(code == 5);
    CHECK_FALSE(others);

    std::string text;
    static_cast<void>(
        run(scope(at_exit([&](outcome const& out) {
                if (auto const* e = out.error<std::string>()) {
                    text = *e;
                }
            })) >>
                []() -> expected<int, std::string> { return unexpected{std::string("reason")}; }));
    CHECK(text == "reason");
}

TEST_CASE("8.1 an error is null on success of an expected-like result") {
    bool null = false;
    static_cast<void>(run(scope(at_exit([&](outcome const& out) {
                              null = out.error<error>() == nullptr && out.succeeded();
                          })) >>
                          succeeds));
    CHECK(null);
}

TEST_CASE("8.1 what has no has_value() and error() is a value like any other") {
    constexpr auto log = [] {
        trace t;
        std::optional<int> const result =
            run(scope(watcher<>{t, 0}) >> []() -> std::optional<int> { return std::nullopt; });
        return t.note(result.has_value() ? 1 : 0);
    };
    CHECK_TWICE(log() == trace{}.enter(0).exit(0, seen::success).note(0));
}

TEST_CASE("8.1 any type of that shape: without unexpected_type, without a value") {
    constexpr auto as_status = [] {
        trace t;
        status const result = run(scope(watcher<>{t, 0}) >> [] { return status(error{3}); });
        return t.note(result.error().code);
    };
    CHECK_TWICE(as_status() == trace{}.enter(0).exit(0, seen::failure).note(3));

    constexpr auto without_value = [] {
        trace t;
        expected<void, error> const result =
            run(scope(watcher<>{t, 0}) >>
                    []() -> expected<void, error> { return unexpected{error{4}}; });
        return t.note(result.error().code);
    };
    CHECK_TWICE(without_value() == trace{}.enter(0).exit(0, seen::failure).note(4));
}

TEST_CASE("8.1 a value that travels with the result is moved, not copied") {
    constexpr auto moved = [] {
        trace t;
        ledger book;
        auto const result = run(scope(watcher<>{t, 0}) | scope(holder{t, 1}) >> [&](int&) {
            return expected<tracked, error>(tracked(book, 6));
        });
        return (*result).value == 6 && book.copies() == 0 && book.alive() == 1;
    };
    CHECK_TWICE(moved());
}

TEST_CASE("8.1 an expected-returning body may still throw") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) >>
                            []() -> fallible { raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

// --- 5.3 and §7 ----------------------------------------------------------------------------------

TEST_CASE("5.3 error values are suppressed by the error's exact type") {
    trace log;
    CHECK_FALSE(run(scope(watcher<suppresses<error>>{log, 0}) >> fails).has_value());
    CHECK_FALSE(run(scope(watcher<suppresses_everything>{log, 0}) >> fails).has_value());
    CHECK_FALSE(run(scope(judge<suppresses<error>>{log, 0, true}) >> fails).has_value());

    auto const kept = [](auto const& result) {
        return result.has_value() && !result->has_value() && result->error().code == 5;
    };
    CHECK(kept(run(scope(watcher<suppresses<int>>{log, 0}) >> fails)));
    CHECK(kept(run(scope(judge<suppresses<error>>{log, 0, false}) >> fails)));
    CHECK(kept(run(scope(judge<suppresses<int>>{log, 0, true}) >> fails)));
}

TEST_CASE("5.3 a base of the error's type suppresses no error value, though it does an exception") {
    trace log;
    auto stage = [&] { return scope(watcher<suppresses<error>>{log, 0}); };
    auto const by_value =
        run(stage() >> []() -> expected<int, worse> { return unexpected{worse{{5}}}; });
    REQUIRE(by_value.has_value());
    CHECK_FALSE(by_value->has_value());
    CHECK_FALSE(run(stage() >> [] { throw worse{{5}}; }));
}

TEST_CASE("7.2 8.1 where some stage can suppress the result is an optional of the expected-like") {
    trace log;
    auto stage = [&] { return scope(watcher<suppresses<error>>{log, 0}); };
    auto const value = run(stage() >> succeeds);
    STATIC_REQUIRE(std::is_same_v<decltype(value), std::optional<fallible> const>);
    REQUIRE(value.has_value());
    CHECK(**value == 1);
    CHECK_FALSE(run(stage() >> fails).has_value());
}

TEST_CASE("3.6 after an error value was suppressed outer stages see success") {
    constexpr auto log = [] {
        trace t;
        static_cast<void>(run(scope(watcher<>{t, 0}) | scope(watcher<suppresses<error>>{t, 1}) |
                              scope(watcher<>{t, 2}) >> fails));
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .enter(2)
                             .exit(2, seen::failure)
                             .exit(1, seen::failure)
                             .exit(0, seen::success));
}

// --- §6 with error values ------------------------------------------------------------------------

TEST_CASE("6.1 8.1 an exit that throws after a value: the value is dropped, the exception thrown") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0, exit_fails}) >> succeeds), exit_failure);
}

TEST_CASE("6.2 8.1 keep_first: the error value stays, what the exit threw is set aside") {
    trace log;
    std::vector<int> aside;
    int code = 0;
    fallible const result = run(scope(at_exit([&](outcome const& out) {
                                    code = out.error<error>() ? out.error<error>()->code : -1;
                                    for (auto const& p : out.secondary()) {
                                        aside.push_back(code_of(p));
                                    }
                                })) |
                                scope(watcher<>{log, 1, exit_fails}) >> fails);
    CHECK(result == fallible(unexpected{error{5}}));
    CHECK(code == 5);
    CHECK(aside == std::vector{101});
}

TEST_CASE("6.2 4.4 keep_last: the error value is set aside as by make_exception_ptr") {
    trace log;
    std::vector<int> aside;
    bool error_is_gone = false;
    std::size_t origin = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            error_is_gone = out.error<error>() == nullptr &&
                                            out.error<exit_failure>() != nullptr &&
                                            out.exception() != nullptr;
                            origin = out.origin();
                            for (auto const& p : out.secondary()) {
                                aside.push_back(code_of(p));
                            }
                        })) |
                        scope(watcher<on_exit_error<ambit::keep_last>>{log, 1, exit_fails}) >>
                            fails),
                    exit_failure);
    CHECK(error_is_gone);
    CHECK(origin == 1);
    CHECK(aside == std::vector{5});
}

TEST_CASE("6.2 8.1 aggregate: the error value is listed as by make_exception_ptr") {
    trace log;
    try {
        static_cast<void>(
            run(scope(watcher<on_exit_error<ambit::aggregate>>{log, 1, exit_fails}) >> fails));
        FAIL("nothing was thrown");
    } catch (ambit::aggregate_error const& e) {
        std::vector<int> listed;
        for (auto const& p : e.errors()) {
            listed.push_back(code_of(p));
        }
        CHECK(listed == std::vector{5, 101});
    }
}

TEST_CASE("6.3 8.1 an exit that threw suppresses no error value") {
    trace log;
    auto const result = run(scope(watcher<suppresses_everything>{log, 1, exit_fails}) >> fails);
    REQUIRE(result.has_value());
    CHECK_FALSE(result->has_value());
}

TEST_CASE("4.4 6.2 an error value whose copy throws: what that threw is set aside in its place") {
    struct copies_badly {
        explicit copies_badly(int c) : code(c) {}
        copies_badly(copies_badly const& o) : code(o.code) { raise(failure{code}); }
        copies_badly(copies_badly&& o) noexcept : code(o.code) {}
        int code;
    };
    struct result {
        copies_badly e;
        bool has_value() const noexcept { return false; }
        copies_badly const& error() const noexcept { return e; }
    };
    std::vector<int> aside;
    trace log;
    auto const outside = at_exit([&](outcome const& out) {
        for (std::exception_ptr const& p : out.secondary()) {
            aside.push_back(code_of(p));
        }
    });
    auto const body = [] { return result{copies_badly(7)}; };
    SECTION("by keep_last") {
        using last = on_exit_error<ambit::keep_last>;
        CHECK_THROWS_AS(run(scope(outside) | scope(watcher<last>{log, 1, exit_fails}) >> body),
                        exit_failure);
        CHECK(aside == std::vector{107});
    }
    SECTION("by aggregate, in its list") {
        using all = on_exit_error<ambit::aggregate>;
        std::vector<int> listed;
        try {
            static_cast<void>(
                run(scope(outside) | scope(watcher<all>{log, 1, exit_fails}) >> body));
        } catch (ambit::aggregate_error const& e) {
            for (std::exception_ptr const& p : e.errors()) {
                listed.push_back(code_of(p));
            }
        }
        CHECK(listed == std::vector{107, 101});
        CHECK(aside.empty());
    }
    CHECK(log == trace{}.enter(1).exit(1, seen::failure));
}
