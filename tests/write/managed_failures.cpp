// SPDX-License-Identifier: BSL-1.0
// Rules 11.3 and 11.4: managers that are written as generators, and failures.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>
#include <write/generator_forms.hpp>

#include <cstddef>
#include <exception>
#include <utility>

namespace {

using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::with;
using namespace test;

constexpr auto fails = [](auto&...) { raise(body_failure{{-1}}); };
constexpr auto fails_by_value = []() -> expected<int, error> { return unexpected{error{4}}; };

/// Notes 1 when it is left, 2 when its code goes on after the yield.
template <class Form, class... Fact>
managed_in<Form, void, Fact...> lets_through(trace& log) {
    struct guard {
        trace& log;
        explicit guard(trace& t) : log(t) {}
        ~guard() { log.note(1); }
    } const left(log);
    co_yield {};
    log.note(2);
}
/// Catches an E at the yield, and notes 3.
template <class Form, class E, class... Fact>
managed_in<Form, void, Fact...> swallows(trace& log) {
    try {
        co_yield {};
    } catch (E const&) {
        log.note(3);
    }
    log.note(2);
}
/// Counts what an outer exit sees in `secondary()`.
auto count_secondary(std::size_t& count) {
    return at_exit([&count](outcome const& out) { count = out.secondary().size(); });
}

}  // namespace

TEMPLATE_TEST_CASE("11.3 11.4 a failure is thrown at the yield, and goes on", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                  scope(lets_through<TestType>(log)) >> fails),
                    body_failure);
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
}

TEMPLATE_TEST_CASE("11.3 11.4 6.3 it is the same failure before, in and after the generator", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    std::exception_ptr inside;
    std::exception_ptr here;
    std::exception_ptr outside;
    std::size_t origin = 9;
    std::size_t aside = 9;
    auto const generator = [&]() -> managed_in<TestType> {
        try {
            co_yield {};
        } catch (...) {
            here = std::current_exception();
            throw;
        }
    };
    CHECK_THROWS_AS(TestType::run(
                        scope(at_exit([&](outcome const& out) {
                            outside = out.exception();
                            origin = out.origin();
                            aside = out.secondary().size();
                        })) |
                        scope(generator()) |
                        scope(at_exit([&](outcome const& out) { inside = out.exception(); })) >>
                            fails),
                    body_failure);
    CHECK(inside != nullptr);
    CHECK(inside == here);
    CHECK(inside == outside);
    CHECK(origin == 3);
    CHECK(aside == 0);
}

TEMPLATE_TEST_CASE("11.3 11.4 what inner enters and exits throw is thrown there", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    SECTION("an enter") {
        CHECK_THROWS_AS(TestType::run(scope(swallows<TestType, enter_failure>(log)) |
                                      scope(quiet{log, 1, {.enter = true}}) >> [] {}),
                        enter_failure);
        CHECK(log == trace{}.enter(1).note(3).note(2));
    }
    SECTION("an exit") {
        CHECK_THROWS_AS(TestType::run(scope(swallows<TestType, exit_failure>(log)) |
                                      scope(holder{log, 1, {.exit = true}}) >> [] {}),
                        exit_failure);
        CHECK(log == trace{}.enter(1).exit(1).note(3).note(2));
    }
    SECTION("nothing, where an inner stage suppresses") {
        CHECK_FALSE(TestType::run(scope(lets_through<TestType>(log)) |
                                  scope(watcher<suppresses<failure>>{log, 1}) >> fails));
        CHECK(log == trace{}.enter(1).exit(1, seen::failure).note(2).note(1));
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 swallowing suppresses where the facts declare it", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto const swallowed = trace{}.enter(0).note(3).note(2);
    SECTION("the type") {
        CHECK_FALSE(TestType::run(
            scope(watcher<>{log, 0}) |
            scope(swallows<TestType, failure, suppresses<body_failure>>(log)) >> fails));
        CHECK(log == trace(swallowed).exit(0, seen::success));
    }
    SECTION("a base of it") {
        CHECK_FALSE(
            TestType::run(scope(watcher<>{log, 0}) |
                          scope(swallows<TestType, failure, suppresses<failure>>(log)) >> fails));
        CHECK(log == trace(swallowed).exit(0, seen::success));
    }
    SECTION("everything") {
        CHECK_FALSE(
            TestType::run(scope(watcher<>{log, 0}) |
                          scope(swallows<TestType, failure, suppresses_everything>(log)) >> fails));
        CHECK(log == trace(swallowed).exit(0, seen::success));
    }
    SECTION("by with") {
        CHECK_FALSE(TestType::run(
            scope(watcher<>{log, 0}) |
            scope(with<suppresses<failure>>(swallows<TestType, failure>(log))) >> fails));
        CHECK(log == trace(swallowed).exit(0, seen::success));
    }
    SECTION("another type") {
        CHECK_THROWS_AS(TestType::run(
                            scope(watcher<>{log, 0}) |
                            scope(swallows<TestType, failure, suppresses<std::exception>>(log)) >>
                                fails),
                        body_failure);
        CHECK(log == trace(swallowed).exit(0, seen::failure));
    }
    SECTION("narrowed to another type by with") {
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                      scope(with<suppresses<exit_failure>>(
                                          swallows<TestType, failure, suppresses<failure>>(log))) >>
                                          fails),
                        body_failure);
        CHECK(log == trace(swallowed).exit(0, seen::failure));
    }
    SECTION("nothing") {
        std::size_t aside = 9;
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) | scope(count_secondary(aside)) |
                                      scope(swallows<TestType, failure>(log)) >> fails),
                        body_failure);
        CHECK(log == trace(swallowed).exit(0, seen::failure));
        CHECK(aside == 0);
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 what is declared and not swallowed goes on", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    SECTION("by its own facts") {
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                      scope(lets_through<TestType, suppresses_everything>(log)) >>
                                          fails),
                        body_failure);
    }
    SECTION("by with") {
        CHECK_THROWS_AS(
            TestType::run(scope(watcher<>{log, 0}) |
                          scope(with<suppresses_everything>(lets_through<TestType>(log))) >> fails),
            body_failure);
    }
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
}

TEMPLATE_TEST_CASE("6.2 11.3 11.4 a failure let through is not the exit's own", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    using ambit::on_exit_error;
    trace log;
    std::size_t aside = 9;
    SECTION("where that would end the program, by its own facts") {
        CHECK_THROWS_AS(TestType::run(
                            scope(count_secondary(aside)) |
                            scope(lets_through<TestType, on_exit_error<ambit::terminate>>(log)) >>
                                fails),
                        body_failure);
    }
    SECTION("where that would end the program, by with") {
        CHECK_THROWS_AS(TestType::run(scope(count_secondary(aside)) |
                                      scope(with<on_exit_error<ambit::terminate>>(
                                          lets_through<TestType>(log))) >>
                                          fails),
                        body_failure);
    }
    SECTION("where the last would be kept") {
        CHECK_THROWS_AS(TestType::run(scope(count_secondary(aside)) |
                                      scope(with<on_exit_error<ambit::keep_last>>(
                                          lets_through<TestType>(log))) >>
                                          fails),
                        body_failure);
    }
    SECTION("where all would be collected") {
        CHECK_THROWS_AS(TestType::run(scope(count_secondary(aside)) |
                                      scope(with<on_exit_error<ambit::aggregate>>(
                                          lets_through<TestType>(log))) >>
                                          fails),
                        body_failure);
    }
    CHECK(log == trace{}.note(1));
    CHECK(aside == 0);
}

TEMPLATE_TEST_CASE("3.6 11.3 11.4 nothing of a swallowed failure remains", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    ledger book;
    std::exception_ptr current;
    int alive = -1;
    auto const generator = []() -> managed_in<TestType, void, suppresses<tracked>> {
        try {
            co_yield {};
        } catch (tracked const&) {
        }
    };
    CHECK_FALSE(TestType::run(scope(at_exit([&](outcome const&) {
                                  alive = book.alive();
                                  current = std::current_exception();
                              })) |
                              scope(generator()) >> [&] { throw tracked(book); }));
    CHECK(alive == 0);
    CHECK(current == nullptr);
}

TEMPLATE_TEST_CASE("5.1 11.3 11.4 after a success nothing is suppressed", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    CHECK(TestType::run(scope(lets_through<TestType, suppresses_everything>(log)) >>
                        [] { return 6; }) == 6);
    CHECK(log == trace{}.note(2).note(1));
}

TEMPLATE_TEST_CASE("5.2 11.3 11.4 swallowing a cancellation", "", AMBIT_TESTS_GENERATOR_FORMS) {
    using ambit::cancelled;
    trace log;
    auto const is_cancelled = [](auto&...) { throw cancelled(); };
    SECTION("suppresses nothing where it is not declared") {
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                      scope(swallows<TestType, cancelled>(log)) >> is_cancelled),
                        cancelled);
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::cancelled));
    }
    SECTION("nor where everything is") {
        CHECK_THROWS_AS(TestType::run(
                            scope(watcher<>{log, 0}) |
                            scope(swallows<TestType, cancelled, suppresses_everything>(log)) >>
                                is_cancelled),
                        cancelled);
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::cancelled));
    }
    SECTION("suppresses it where that is") {
        CHECK_FALSE(TestType::run(
            scope(watcher<>{log, 0}) |
            scope(swallows<TestType, cancelled, suppresses<cancelled>>(log)) >> is_cancelled));
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::success));
    }
}

TEMPLATE_TEST_CASE("8.1 11.3 11.4 an error value is thrown as its type", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    std::size_t aside = 9;
    int code = 0;
    auto const outer = at_exit([&](outcome const& out) {
        aside = out.secondary().size();
        code = out.error<error>() != nullptr ? out.error<error>()->code : 0;
    });
    SECTION("and goes on by value") {
        auto const result =
            TestType::run(scope(outer) | scope(lets_through<TestType>(log)) >> fails_by_value);
        CHECK(result == unexpected{error{4}});
        CHECK(code == 4);
        CHECK(log == trace{}.note(1));
    }
    SECTION("also where it is declared and not swallowed") {
        auto const result = TestType::run(
            scope(outer) | scope(lets_through<TestType, suppresses<error>>(log)) >> fails_by_value);
        REQUIRE(result.has_value());
        CHECK(*result == unexpected{error{4}});
        CHECK(code == 4);
        CHECK(log == trace{}.note(1));
    }
    SECTION("also where with declares it") {
        auto const result = TestType::run(
            scope(outer) |
            scope(with<suppresses<error>>(lets_through<TestType>(log))) >> fails_by_value);
        REQUIRE(result.has_value());
        CHECK(*result == unexpected{error{4}});
        CHECK(code == 4);
        CHECK(log == trace{}.note(1));
    }
    SECTION("and where it is swallowed and not declared") {
        auto const result =
            TestType::run(scope(outer) | scope(swallows<TestType, error>(log)) >> fails_by_value);
        CHECK(result == unexpected{error{4}});
        CHECK(code == 4);
        CHECK(log == trace{}.note(3).note(2));
    }
    SECTION("swallowed and declared, it is suppressed") {
        auto const result =
            TestType::run(scope(outer) | scope(swallows<TestType, error, suppresses<error>>(log)) >>
                                             fails_by_value);
        CHECK_FALSE(result.has_value());
        CHECK(code == 0);
        CHECK(log == trace{}.note(3).note(2));
    }
    SECTION("by its exact type") {
        auto const result = TestType::run(
            scope(outer) | scope(swallows<TestType, error, suppresses<error>>(log)) >>
                               []() -> expected<int, worse> { return unexpected{worse{{5}}}; });
        REQUIRE(result.has_value());
        CHECK(result->error() == worse{{5}});
        CHECK(log == trace{}.note(3).note(2));
    }
    CHECK(aside == 0);
}
