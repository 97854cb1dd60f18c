// SPDX-License-Identifier: BSL-1.0
// Rule 11.5: around(f) and failures, in synchronous runs.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::around;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::with;
using ambit::yield;
using namespace test;

constexpr auto fails = [](auto&...) { raise(body_failure{{-1}}); };

/// Notes what happens before and after the rest of the pipeline.
constexpr auto noting = [](trace& log, int id) {
    return around([&log, id](yield<> y) {
        log.enter(id);
        outcome const& out = y();
        log.exit(id, look(out));
    });
};

}  // namespace

TEST_CASE("11.5 y returns the outcome and never throws; the failure goes on after f") {
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<yield<>&>()()), outcome const&>);
    trace log;
    bool body_failed = false;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(around([&](yield<> y) {
                                                       outcome const& out = y();
                                                       body_failed =
                                                           out.error<body_failure>() != nullptr &&
                                                           out.exception() != nullptr &&
                                                           out.origin() == 2;
                                                       log.note(1);
                                                   })) >>
                                                       fails),
                    body_failure);
    CHECK(body_failed);
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
}

TEST_CASE("11.5 f sees the failure of inner enters and exits") {
    trace log;
    int saw[2] = {-100, -100};
    auto seeing = [&](int where) {
        return around([&saw, where](yield<> y) {
            auto const* f = y().error<failure>();
            saw[where] = f != nullptr ? f->who : -100;
        });
    };
    CHECK_THROWS(run(scope(seeing(0)) | scope(quiet{log, 5, {.enter = true}}) >> [] {}));
    CHECK_THROWS(run(scope(seeing(1)) | scope(holder{log, 6, {.exit = true}}) >> [] {}));
    CHECK(saw[0] == 5);
    CHECK(saw[1] == 6);
}

TEST_CASE("11.5 the facts declare what is suppressed after f") {
    trace log;
    auto manager = [&] { return noting(log, 1); };
    CHECK_FALSE(
        run(scope(watcher<>{log, 0}) | scope(with<suppresses<body_failure>>(manager())) >> fails));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
    CHECK_FALSE(run(scope(with<suppresses_everything>(manager())) >> fails));
    CHECK_THROWS_AS(run(scope(with<suppresses<int>>(manager())) >> fails), body_failure);
    CHECK_THROWS_AS(run(scope(with<suppresses_everything>(manager())) >>
                        [] { throw ambit::cancelled(); }),
                    ambit::cancelled);
    CHECK(run(scope(with<suppresses_everything>(manager())) >> [] { return 3; }) == 3);
}

TEST_CASE("11.5 an inner stage suppresses: f sees success") {
    trace log;
    CHECK_FALSE(
        run(scope(noting(log, 0)) | scope(watcher<suppresses<body_failure>>{log, 1}) >> fails));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}

TEST_CASE("11.5 an outer stage suppresses what went through f") {
    trace log;
    CHECK_FALSE(
        run(scope(watcher<suppresses<body_failure>>{log, 0}) | scope(noting(log, 1)) >> fails));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("11.5 an f that throws before the yield is an enter that failed") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(around([fails_early = true](yield<> y) {
                            if (fails_early) {
                                raise(enter_failure{{1}});
                            }
                            y();
                        })) |
                        scope(watcher<>{log, 2}) >> [&] { log.body(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 an f that throws after the yield is an exit that threw") {
    trace log;
    auto manager = [] {
        return around([](yield<> y) {
            y();
            raise(exit_failure{{1}});
        });
    };
    SECTION("after success") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(manager()) >> [] { return 1; }),
                        exit_failure);
    }
    SECTION("keep_first") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(manager()) >> fails), body_failure);
    }
    SECTION("keep_last") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                            scope(with<on_exit_error<ambit::keep_last>>(manager())) >> fails),
                        exit_failure);
    }
    SECTION("aggregate") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                            scope(with<on_exit_error<ambit::aggregate>>(manager())) >> fails),
                        ambit::aggregate_error);
    }
    SECTION("and suppresses nothing") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                            scope(with<suppresses_everything>(manager())) >> fails),
                        body_failure);
    }
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 an f that throws the failure again throws the same one") {
    std::size_t aside = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            aside = 0;
                            for (auto const& p : out.secondary()) {
                                aside += p != nullptr ? 1 : 0;
                            }
                        })) |
                        scope(around([](yield<> y) {
                            outcome const& out = y();
                            if (out.failed()) {
                                std::rethrow_exception(out.exception());
                            }
                        })) >>
                            fails),
                    body_failure);
    CHECK(aside == 0);
}

TEST_CASE("11.5 the generator_error names the stage, and says what went wrong") {
    auto const text_of = [](auto manager) {
        try {
            run(scope(std::move(manager)) >> [] {});
        } catch (ambit::generator_error const& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    auto const has = [](std::string const& text, std::string const& part) {
        return text.find(part) != std::string::npos;
    };
    auto const says = [](std::string const& text, std::string const& what) {
        auto const begin = "ambit: generator " + what + ": `";
        return text.substr(0, begin.size()) == begin && text.back() == '`';
    };
    auto const silent = text_of(around(+[](yield<error>) {}));
    CHECK(says(silent, "didn't yield"));
    CHECK(has(silent, "around_manager<"));
    CHECK(has(silent, "(ambit::yield<test::error>)"));
    CHECK(says(text_of(with<suppresses<int>>(around([](yield<>) {}))), "didn't yield"));

    auto const twice = text_of(around([](yield<error> y) {
        error e{1};
        y(e);
        y(e);
    }));
    CHECK(says(twice, "didn't stop"));
    CHECK(has(twice, "around_manager<"));
}

TEST_CASE("11.5 no call is a generator_error: an enter that failed") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(around([](yield<>) {})) >> [&] { log.body(); }),
                    ambit::generator_error);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.5 a second call is a generator_error, and runs nothing again") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(around([](yield<> y) {
                            y();
                            y();
                        })) |
                        scope(watcher<>{log, 2}) >> [&] { log.body(); }),
                    ambit::generator_error);
    CHECK(log == trace{}.enter(0).enter(2).body().exit(2, seen::success).exit(0, seen::failure));
}

TEST_CASE("11.5 generator_error is a std::exception") {
    STATIC_REQUIRE(std::is_base_of_v<std::exception, ambit::generator_error>);
}

TEST_CASE("11.5 8 failures by value go through: f sees them, the value is returned") {
    constexpr auto log = [] {
        trace t;
        auto const result = run(scope(noting(t, 0)) >>
                                    []() -> expected<int, error> { return unexpected{error{4}}; });
        return t.note(result.has_value() ? 0 : result.error().code);
    };
    CHECK_TWICE(log() == trace{}.enter(0).exit(0, seen::failure).note(4));
}

TEST_CASE("11.5 what an inner exit threw is what f and outer stages see") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(noting(log, 1)) |
                        scope(watcher<>{log, 2, {.exit = true}}) >> [] {}),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::success)
                     .exit(1, seen::failure)
                     .exit(0, seen::failure));
}

TEST_CASE("8.1 8.2 4.2 the error of an enter inside is seen by f and by exits outside") {
    using fallible = expected<int, std::string>;
    std::string const text = "longer than what a string keeps in itself, so that it is on the heap";
    struct opens {
        std::string const& error;
        fallible enter() const { return unexpected{error}; }
        void exit() const noexcept {}
    };
    std::string seen_by_f;
    std::string seen_outside;
    std::size_t origin = 9;
    auto const note = [](std::string& s, outcome const& out) {
        s = out.error<std::string>() != nullptr ? *out.error<std::string>() : "nothing";
    };
    auto const outside = at_exit([&](outcome const& out) {
        note(seen_outside, out);
        origin = out.origin();
    });
    auto const surrounds = around([&](yield<> y) { note(seen_by_f, y()); });
    auto const body = [](auto&...) -> fallible { return 1; };
    SECTION("directly inside") {
        auto const result = run(scope(outside) | scope(surrounds) | scope(opens{text}) >> body);
        CHECK(result.error() == text);
        CHECK(origin == 2);
    }
    SECTION("further inside, with exits between") {
        trace log;
        auto const result = run(scope(outside) | scope(surrounds) | scope(watcher<>{log, 2}) |
                                scope(quiet{log, 3}) | scope(opens{text}) >> body);
        CHECK(result.error() == text);
        CHECK(origin == 4);
        CHECK(log == trace{}.enter(2).enter(3).exit(3).exit(2, seen::failure));
    }
    SECTION("inside two of them") {
        std::string seen_by_outer;
        auto const result =
            run(scope(outside) | scope(around([&](yield<> y) { note(seen_by_outer, y()); })) |
                scope(surrounds) | scope(opens{text}) >> body);
        CHECK(result.error() == text);
        CHECK(seen_by_outer == text);
        CHECK(origin == 3);
    }
    CHECK(seen_by_f == text);
    CHECK(seen_outside == text);
}
