// SPDX-License-Identifier: BSL-1.0
// Rules 11.3 and 11.4: what generators throw themselves, and generators that do not yield once.
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>
#include <write/generator_forms.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <utility>

namespace test {
struct connection {};
}  // namespace test

namespace {

using ambit::generator_error;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

constexpr auto fails = [](auto&...) { raise(body_failure{{-1}}); };
constexpr auto fails_by_value = []() -> expected<int, error> { return unexpected{error{4}}; };

/// Notes 1 when it is left.
template <class Form, class... Fact>
managed_in<Form, void, Fact...> lets_through(trace& log) {
    try {
        co_yield {};
    } catch (...) {
        log.note(1);
        throw;
    }
}
/// Throws another failure than the one that it catches.
template <class Form, class... Fact>
managed_in<Form, void, Fact...> replaces() {
    try {
        co_yield {};
    } catch (...) {
        throw exit_failure{{1}};
    }
}
template <class Form, class... Fact>
managed_in<Form, connection, Fact...> yields_twice(ledger& book, trace& log) {
    tracked const local(book);
    connection c;
    try {
        co_yield c;
    } catch (failure const&) {
        log.note(3);
    }
    log.note(2);
    co_yield c;
    log.note(4);
}
template <class Form, class... Fact>
managed_in<Form, connection, Fact...> does_not_yield(bool yields) {
    connection c;
    if (yields) {
        co_yield c;
    }
}
/// What is said of a generator of connections.
template <class Form>
std::string said(char const* what) {
    return std::string("ambit: generator ") + what + ": `ambit::" + Form::name +
           "test::connection>`";
}

/// Counts what an outer exit sees in `secondary()`.
auto count_secondary(std::size_t& count) {
    return at_exit([&count](outcome const& out) { count = out.secondary().size(); });
}

}  // namespace

TEMPLATE_TEST_CASE("6.2 11.3 11.4 another failure than the one caught is an exit that threw", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    std::size_t aside = 9;
    auto const runs = [&](auto generator) {
        TestType::run(scope(watcher<>{log, 0}) | scope(count_secondary(aside)) |
                      scope(std::move(generator)) >> fails);
    };
    SECTION("keep_first") {
        CHECK_THROWS_AS(runs(replaces<TestType>()), body_failure);
        CHECK(aside == 1);
    }
    SECTION("and suppresses nothing") {
        CHECK_THROWS_AS(runs(replaces<TestType, suppresses_everything>()), body_failure);
        CHECK(aside == 1);
    }
    SECTION("keep_last") {
        CHECK_THROWS_AS(runs(replaces<TestType, on_exit_error<ambit::keep_last>>()), exit_failure);
        CHECK(aside == 1);
    }
    SECTION("aggregate") {
        CHECK_THROWS_AS(runs(replaces<TestType, on_exit_error<ambit::aggregate>>()),
                        ambit::aggregate_error);
        CHECK(aside == 0);
    }
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEMPLATE_TEST_CASE("6.2 11.3 11.4 a copy of the failure that it caught is another", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    std::size_t aside = 9;
    auto const generator = []() -> managed_in<TestType, void, suppresses_everything> {
        try {
            co_yield {};
        } catch (body_failure const& f) {
            throw f;  // NOLINT: what is meant here
        }
    };
    CHECK_THROWS_AS(TestType::run(scope(count_secondary(aside)) | scope(generator()) >> fails),
                    body_failure);
    CHECK(aside == 1);
}

TEMPLATE_TEST_CASE("11.3 11.4 code of the generator may fail and recover before and after", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto const generator = [&]() -> managed_in<TestType> {
        try {
            throw enter_failure{{1}};
        } catch (enter_failure const&) {
            log.note(1);
        }
        co_yield {};
        try {
            throw exit_failure{{1}};
        } catch (exit_failure const&) {
            log.note(2);
        }
    };
    CHECK(TestType::run(scope(watcher<>{log, 0}) | scope(generator()) >> [] { return 5; }) == 5);
    CHECK(log == trace{}.enter(0).note(1).note(2).exit(0, seen::success));
}

TEMPLATE_TEST_CASE("8.1 11.3 11.4 an error that cannot be copied is thrown as std::bad_exception",
                   "", AMBIT_TESTS_GENERATOR_FORMS) {
    struct only_moves {
        int code;
        explicit only_moves(int c) : code(c) {}
        only_moves(only_moves&&) = default;
        only_moves& operator=(only_moves&&) = default;
    };
    struct holds_one {
        only_moves e;
        bool has_value() const { return false; }
        only_moves const& error() const { return e; }
    };
    trace log;
    auto const generator = [&]() -> managed_in<TestType> {
        try {
            co_yield {};
        } catch (std::bad_exception const&) {
            log.note(1);
            throw;
        }
    };
    auto const result = TestType::run(
        scope(watcher<>{log, 0}) | scope(generator()) >> [] { return holds_one{only_moves(4)}; });
    CHECK(result.e.code == 4);
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
}

TEMPLATE_TEST_CASE("6.2 8.1 11.3 11.4 instead of an error value too", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    std::size_t aside = 9;
    SECTION("keep_first") {
        auto const result = TestType::run(scope(count_secondary(aside)) |
                                          scope(replaces<TestType>()) >> fails_by_value);
        CHECK(result == unexpected{error{4}});
    }
    SECTION("keep_last") {
        auto generator = replaces<TestType, on_exit_error<ambit::keep_last>>();
        CHECK_THROWS_AS(TestType::run(scope(count_secondary(aside)) |
                                      scope(std::move(generator)) >> fails_by_value),
                        exit_failure);
    }
    CHECK(aside == 1);
}

TEMPLATE_TEST_CASE("6.2 11.3 11.4 terminate: what it throws itself, not what goes through", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    using ends = on_exit_error<ambit::terminate>;
    trace log;
    CHECK(terminates([] { TestType::run(scope(replaces<TestType, ends>()) >> fails); }));
    CHECK_THROWS_AS(TestType::run(scope(lets_through<TestType, ends>(log)) >> fails), body_failure);
    CHECK(log == trace{}.note(1));
}

TEMPLATE_TEST_CASE("6.1 11.3 11.4 what it throws after a success is the failure", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto const generator = []() -> managed_in<TestType> {
        co_yield {};
        throw exit_failure{{1}};
    };
    CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                  scope(generator()) >> [] { return 1; }),
                    exit_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEMPLATE_TEST_CASE("3.3 11.3 11.4 what it throws before it yields is an enter that failed", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    ledger book;
    int alive = -1;
    auto const make = [](tracked parameter, bool early) -> managed_in<TestType> {
        tracked const local(parameter.book());
        if (early) {
            throw enter_failure{{1}};
        }
        co_yield {};
    };
    auto generator = make(tracked(book), true);
    auto const outer = at_exit([&](outcome const&) { alive = book.alive(); });
    CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) | scope(outer) |
                                  scope(generator) >> [&] { log.body(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
    CHECK(alive == 0);
}

TEMPLATE_TEST_CASE("11.3 11.4 no yield is a generator_error: an enter that failed", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    std::string text;
    auto const outer = at_exit([&](outcome const& out) {
        auto const* const e = out.error<generator_error>();
        text = e != nullptr ? e->what() : "";
    });
    CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) | scope(outer) |
                                  scope(does_not_yield<TestType>(false)) >> [&] { log.body(); }),
                    generator_error);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
    CHECK(text == said<TestType>("didn't yield"));
    TestType::run(scope(does_not_yield<TestType>(true)) >> [&] { log.body(); });
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).body());
}

TEMPLATE_TEST_CASE("11.3 11.4 an error of generators names the stage with its facts", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    auto const text_of = [](auto&& manager) {
        try {
            TestType::run(scope(static_cast<decltype(manager)>(manager)) >> [] {});
        } catch (generator_error const& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    auto entered = does_not_yield<TestType>(true);
    CHECK(text_of(entered).empty());
    CHECK(text_of(entered) == said<TestType>("was entered before"));
    CHECK(text_of(entered) == said<TestType>("was entered before"));
    // Facts that `with` gives are no part of its name.
    CHECK(text_of(ambit::with<suppresses<int>>(does_not_yield<TestType>(false))) ==
          said<TestType>("didn't yield"));
    CHECK(text_of([] { return does_not_yield<TestType>(false); }) ==
          said<TestType>("didn't yield"));
    auto const with_facts = text_of(does_not_yield<TestType, suppresses<failure>>(false));
    CHECK(with_facts.find("test::connection, ambit::suppresses<test::failure>") !=
          std::string::npos);
}

TEMPLATE_TEST_CASE("11.3 11.4 a second yield ends it at once and is a generator_error", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    ledger book;
    int alive = -1;
    std::size_t aside = 9;
    std::string text;
    auto const outer = at_exit([&](outcome const& out) {
        alive = book.alive();
        aside = out.secondary().size();
        auto const* const e = out.error<generator_error>();
        text = e != nullptr ? e->what() : "";
    });
    auto const runs = [&](auto generator, auto body) {
        TestType::run(scope(watcher<>{log, 0}) | scope(outer) |
                      scope(std::move(generator)) >> body);
    };
    SECTION("after a success") {
        CHECK_THROWS_AS(runs(yields_twice<TestType>(book, log), [] {}), generator_error);
        CHECK(log == trace{}.enter(0).note(2).exit(0, seen::failure));
        CHECK(text == said<TestType>("didn't stop"));
        CHECK(aside == 0);
    }
    SECTION("after a failure") {
        CHECK_THROWS_AS(runs(yields_twice<TestType>(book, log), fails), body_failure);
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::failure));
        CHECK(aside == 1);
    }
    SECTION("which is not suppressed then") {
        CHECK_THROWS_AS(runs(yields_twice<TestType, suppresses<failure>>(book, log), fails),
                        body_failure);
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::failure));
        CHECK(aside == 1);
    }
    SECTION("after a failure, which it takes the place of") {
        CHECK_THROWS_AS(runs(yields_twice<TestType, on_exit_error<ambit::keep_last>>(book, log),
                             fails),
                        generator_error);
        CHECK(log == trace{}.enter(0).note(3).note(2).exit(0, seen::failure));
        CHECK(aside == 1);
    }
    CHECK(alive == 0);
}
