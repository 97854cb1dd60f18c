// SPDX-License-Identifier: BSL-1.0
// §5: the table, row by row, and its rules. Error values are in by_value.cpp.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <exception>
#include <type_traits>

namespace {

using ambit::cancelled;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

enum class fate { suppressed, thrown };

/// What becomes of an E thrown in a block with the one stage m.
template <class E, class M>
fate fate_of(M m) {
    try {
        if constexpr (std::is_void_v<decltype(run(scope(m) >> [] {}))>) {
            run(scope(m) >> [] { throw E{}; });
            FAIL("neither thrown nor suppressible");
        } else {
            bool const completed = run(scope(m) >> [] { throw E{}; });
            CHECK_FALSE(completed);
        }
        return fate::suppressed;
    } catch (E const&) {
        return fate::thrown;
    }
}

struct io_error : std::exception {};
struct disk_error : io_error {};
struct other {};

template <class... Fact>
struct silent {
    using properties = ambit::properties<Fact...>;
    constexpr void enter() const {}
    constexpr void exit() const {}
};
template <class... Fact>
struct answering {
    using properties = ambit::properties<Fact...>;
    bool answer;
    constexpr void enter() const {}
    constexpr bool exit() const { return answer; }
};

}  // namespace

TEST_CASE("5 void exit, nothing declared: never suppresses") {
    CHECK(fate_of<io_error>(silent<>{}) == fate::thrown);
    CHECK(fate_of<int>(silent<>{}) == fate::thrown);
    CHECK(fate_of<cancelled>(silent<>{}) == fate::thrown);
}

TEST_CASE("5 void exit, suppresses<E...>: a failure that is one of E, or derived") {
    CHECK(fate_of<io_error>(silent<suppresses<io_error>>{}) == fate::suppressed);
    CHECK(fate_of<disk_error>(silent<suppresses<io_error>>{}) == fate::suppressed);
    CHECK(fate_of<disk_error>(silent<suppresses<std::exception>>{}) == fate::suppressed);
    CHECK(fate_of<other>(silent<suppresses<io_error>>{}) == fate::thrown);
    CHECK(fate_of<io_error>(silent<suppresses<disk_error>>{}) == fate::thrown);
    CHECK(fate_of<int>(silent<suppresses<io_error, int>>{}) == fate::suppressed);
    CHECK(fate_of<long>(silent<suppresses<io_error, int>>{}) == fate::thrown);
    CHECK(fate_of<disk_error>(silent<suppresses<other, io_error>>{}) == fate::suppressed);
}

TEST_CASE("5 void exit, several suppresses: each counts") {
    using both = silent<suppresses<int>, suppresses<io_error>>;
    CHECK(fate_of<int>(both{}) == fate::suppressed);
    CHECK(fate_of<disk_error>(both{}) == fate::suppressed);
    CHECK(fate_of<other>(both{}) == fate::thrown);
}

TEST_CASE("5 void exit, suppresses_everything: any failure") {
    CHECK(fate_of<io_error>(silent<suppresses_everything>{}) == fate::suppressed);
    CHECK(fate_of<int>(silent<suppresses_everything>{}) == fate::suppressed);
    CHECK(fate_of<other>(silent<suppresses_everything>{}) == fate::suppressed);
}

TEST_CASE("5 bool exit, suppresses<E...>: where it returned true and the failure is declared") {
    using one = answering<suppresses<io_error>>;
    CHECK(fate_of<io_error>(one{true}) == fate::suppressed);
    CHECK(fate_of<disk_error>(one{true}) == fate::suppressed);
    CHECK(fate_of<io_error>(one{false}) == fate::thrown);
    CHECK(fate_of<other>(one{true}) == fate::thrown);
    CHECK(fate_of<other>(one{false}) == fate::thrown);
}

TEST_CASE("5 bool exit, suppresses_everything: where it returned true") {
    using all = answering<suppresses_everything>;
    CHECK(fate_of<io_error>(all{true}) == fate::suppressed);
    CHECK(fate_of<int>(all{true}) == fate::suppressed);
    CHECK(fate_of<int>(all{false}) == fate::thrown);
}

TEST_CASE("5 bool exit, nothing declared: refused") {
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(scope(answering<>{true}))>);
    STATIC_REQUIRE(ambit::well_formed<decltype(scope(answering<suppresses<int>>{true}))>);
    STATIC_REQUIRE(
        ambit::well_formed<decltype(scope(ambit::with<suppresses_everything>(answering<>{true})))>);
}

TEST_CASE("5 the failure is suppressed after the exit ran, which sees it") {
    trace log;
    CHECK_FALSE(
        run(scope(watcher<suppresses<body_failure>>{log, 0}) >> [] { raise(body_failure{{-1}}); }));
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("5 the failure of an enter, a factory or an exit is suppressed like the body's") {
    trace log;
    auto outer = [&] { return scope(watcher<suppresses<failure>>{log, 0}); };
    CHECK_FALSE(run(outer() | scope(quiet{log, 1, {.enter = true}}) >> [] {}));
    CHECK_FALSE(run(outer() | scope([]() -> quiet { raise(make_failure{{1}}); }) >> [] {}));
    CHECK_FALSE(run(outer() | scope(holder{log, 1, {.exit = true}}) >> [] {}));
    CHECK_THROWS_AS(run(outer() | scope([]() -> quiet { raise(1); }) >> [] {}), int);
}

TEST_CASE("5 the innermost stage that may suppress does") {
    trace log;
    CHECK_FALSE(run(scope(watcher<suppresses_everything>{log, 0}) |
                    scope(watcher<suppresses<body_failure>>{log, 1}) |
                    scope(watcher<suppresses<int>>{log, 2}) >> [] { raise(body_failure{{-1}}); }));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::success));
}

TEST_CASE("5.1 a returned bool is ignored on success") {
    CHECK_TWICE(run(scope(answering<suppresses_everything>{true}) >> [] { return 3; }) == 3);
    CHECK_TWICE(run(scope(answering<suppresses_everything>{false}) >> [] { return 3; }) == 3);
    CHECK_TWICE(run(scope(answering<suppresses<int>>{true}) >> [] {}));
    CHECK_TWICE(run(scope(answering<suppresses<int>>{false}) >> [] {}));
    CHECK_TWICE(run(scope(silent<suppresses_everything>{}) >> [] { return 3; }) == 3);
}

TEST_CASE("5.2 cancellation is suppressed only where suppresses<cancelled> is declared") {
    CHECK(fate_of<cancelled>(silent<suppresses_everything>{}) == fate::thrown);
    CHECK(fate_of<cancelled>(answering<suppresses_everything>{true}) == fate::thrown);
    CHECK(fate_of<cancelled>(silent<suppresses<std::exception, int>>{}) == fate::thrown);

    CHECK(fate_of<cancelled>(silent<suppresses<cancelled>>{}) == fate::suppressed);
    CHECK(fate_of<cancelled>(silent<suppresses<int, cancelled>>{}) == fate::suppressed);
    CHECK(fate_of<cancelled>(answering<suppresses<cancelled>>{true}) == fate::suppressed);
    CHECK(fate_of<cancelled>(answering<suppresses<cancelled>>{false}) == fate::thrown);
    CHECK(fate_of<int>(silent<suppresses<cancelled>>{}) == fate::thrown);
}

TEST_CASE("5.2 everything and cancellation declared: both are suppressed") {
    using both = silent<suppresses_everything, suppresses<cancelled>>;
    CHECK(fate_of<cancelled>(both{}) == fate::suppressed);
    CHECK(fate_of<int>(both{}) == fate::suppressed);
}

TEST_CASE("5.2 a cancellation goes through stages that may not suppress it to one that may") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(watcher<suppresses<cancelled>>{log, 1}) |
                    scope(watcher<suppresses_everything>{log, 2}) >> [] { throw cancelled(); }));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::cancelled)
                     .exit(1, seen::cancelled)
                     .exit(0, seen::success));
}

TEST_CASE("5 a stage that may suppress but does not leaves the failure as it was") {
    trace log;
    int const* inner = nullptr;
    int const* outer = nullptr;
    try {
        run(scope(at_exit([&](outcome const& out) { outer = out.error<int>(); })) |
            scope(watcher<suppresses<long>>{log, 1}) |
            scope(at_exit([&](outcome const& out) { inner = out.error<int>(); })) >>
                [] { throw 5; });
        FAIL("nothing was thrown");
    } catch (int const& caught) {
        CHECK(caught == 5);
        CHECK(inner == &caught);
        CHECK(outer == &caught);
    }
}

TEST_CASE("5 what a handler would not catch is not one of E: an ambiguous or private base") {
    struct base {};
    struct left : base {};
    struct right : base {};
    struct diamond : left, right {};
    struct closed : private base {};
    CHECK(fate_of<diamond>(silent<suppresses<base>>{}) == fate::thrown);
    CHECK(fate_of<diamond>(silent<suppresses<left>>{}) == fate::suppressed);
    CHECK(fate_of<closed>(silent<suppresses<base>>{}) == fate::thrown);
}

TEST_CASE("5 suppresses<> suppresses nothing") {
    CHECK(fate_of<io_error>(silent<suppresses<>>{}) == fate::thrown);
    CHECK(fate_of<io_error>(answering<suppresses<>>{true}) == fate::thrown);
}
