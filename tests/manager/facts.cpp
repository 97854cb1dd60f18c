// SPDX-License-Identifier: BSL-1.0
// Rule 1.6: with<Fact...>(m) is m with more facts. The types are checked in tests/static.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

namespace {

using ambit::on_exit_error;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::with;
using namespace test;

constexpr auto fails = [] { raise(body_failure{{-1}}); };
constexpr auto fails_otherwise = [] { raise(failure{-1}); };

}  // namespace

TEST_CASE("1.6 with adds suppression to a manager that declares none") {
    trace log;
    CHECK_FALSE(run(scope(with<suppresses<body_failure>>(quiet{log, 0})) >> fails));
    CHECK(log == trace{}.enter(0).exit(0));
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(quiet{log, 0})) >> fails_otherwise),
                    failure);
}

TEST_CASE("1.6 with says what the bool of an exit may suppress") {
    struct answers {
        bool answer;
        constexpr void enter() const {}
        constexpr bool exit() const { return answer; }
    };
    CHECK_FALSE(run(scope(with<suppresses<body_failure>>(answers{true})) >> fails));
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(answers{false})) >> fails),
                    body_failure);
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(answers{true})) >> fails_otherwise),
                    failure);
    CHECK_TWICE(run(scope(with<suppresses_everything>(answers{true})) >> [] {}));
}

TEST_CASE("1.6 with narrows a suppression") {
    trace log;
    auto narrowed = [&] {
        return with<suppresses<body_failure>>(watcher<suppresses_everything>{log, 0});
    };
    CHECK_FALSE(run(scope(narrowed()) >> fails));
    CHECK_THROWS_AS(run(scope(narrowed()) >> fails_otherwise), failure);
    CHECK_FALSE(
        run(scope(with<suppresses<body_failure>>(watcher<suppresses<body_failure, int>>{log, 0})) >>
            fails));
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(
                            watcher<suppresses<body_failure, int>>{log, 0})) >>
                        [] { raise(1); }),
                    int);
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(
                            judge<suppresses_everything>{log, 0, true})) >>
                        fails_otherwise),
                    failure);
}

TEST_CASE("1.6 with of a with") {
    trace log;
    auto both = [&] {
        return with<on_exit_error<ambit::keep_last>>(
            with<suppresses<body_failure>>(watcher<>{log, 0}));
    };
    CHECK_FALSE(run(scope(both()) >> fails));
    CHECK_THROWS_AS(run(scope(both()) >> fails_otherwise), failure);
    CHECK_FALSE(
        run(scope(with<suppresses<body_failure>>(with<suppresses_everything>(watcher<>{log, 0}))) >>
            fails));
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(
                            with<suppresses_everything>(watcher<>{log, 0}))) >>
                        fails_otherwise),
                    failure);
}

TEST_CASE("1.6 with replaces on_exit_error") {
    trace log;
    orders const exit_fails{.exit = true};
    auto stage = [&] { return watcher<on_exit_error<ambit::keep_first>>{log, 0, exit_fails}; };
    CHECK_THROWS_AS(run(scope(stage()) >> fails), body_failure);
    CHECK_THROWS_AS(run(scope(with<on_exit_error<ambit::keep_last>>(stage())) >> fails),
                    exit_failure);
    CHECK_THROWS_AS(run(scope(with<on_exit_error<ambit::aggregate>>(
                            with<on_exit_error<ambit::keep_last>>(stage()))) >>
                        fails),
                    ambit::aggregate_error);
}

TEST_CASE("1.6 with of a factory is a factory") {
    trace log;
    auto factory = [&log](int& outer) {
        log.make(1);
        return watcher<>{log, outer + 1};
    };
    CHECK_FALSE(
        run(scope(holder{log, 0}) | scope(with<suppresses<body_failure>>(factory)) >> fails));
    CHECK(log == trace{}.enter(0).make(1).enter(1).exit(1, seen::failure).exit(0));
}

TEST_CASE("1.6 a manager under with keeps its resource, its exit and its facts") {
    struct mark {};
    constexpr auto last = [] {
        int out = 0;
        struct counter {
            int& out;
            constexpr int enter() const { return 1; }
            constexpr void exit(int& r, ambit::outcome const& o) const {
                out = o.succeeded() ? r : -1;
            }
        };
        run(scope(with<mark>(counter{out})) >> [](int& r) { r = 12; });
        return out;
    };
    CHECK_TWICE(last() == 12);

    trace log;
    CHECK_FALSE(run(scope(with<mark>(watcher<suppresses_everything>{log, 0})) >> fails));
}

TEST_CASE("1.6 with of an rvalue moves the manager in; with of an lvalue refers to it") {
    struct manager {
        tracked t;
        int entered = 0;
        constexpr void enter() { ++entered; }
        constexpr void exit() {}
    };
    struct mark {};
    ledger book;
    run(scope(with<mark>(manager{tracked(book)})) >> [] {});
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);

    manager named{tracked(book)};
    run(scope(with<mark>(named)) >> [] {});
    CHECK(named.entered == 1);
    CHECK(book.copies() == 0);
}

TEST_CASE("1.6 with leaves the manager alone that it was made from") {
    trace log;
    judge<suppresses_everything> const plain{log, 0, true};
    CHECK_THROWS_AS(run(scope(with<suppresses<body_failure>>(plain)) >> fails_otherwise), failure);
    CHECK_FALSE(run(scope(plain) >> fails_otherwise));
}
