// SPDX-License-Identifier: BSL-1.0
// 6.2, aggregate: one error that lists all.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using ambit::aggregate_error;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::with;
using namespace test;

using all = on_exit_error<ambit::aggregate>;
using last = on_exit_error<ambit::keep_last>;

constexpr orders exit_fails{.exit = true};
constexpr auto fails = [] { raise(body_failure{{-1}}); };
constexpr int an_aggregate = -200;

/// Who threw p; `an_aggregate` for an aggregate_error.
int who(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (failure const& f) {
        return f.who;
    } catch (aggregate_error const&) {
        return an_aggregate;
    }
}

std::vector<int> list(auto const& range) {
    std::vector<int> result;
    for (std::exception_ptr const& p : range) {
        result.push_back(who(p));
    }
    return result;
}

/// The list of the aggregate_error that f throws.
template <class F>
std::vector<int> aggregate_of(F f) {
    try {
        f();
    } catch (aggregate_error const& e) {
        return list(e.errors());
    }
    return {};
}

}  // namespace

TEST_CASE("6.2 aggregate: the failure, then what the exit threw") {
    trace log;
    CHECK(aggregate_of([&] { run(scope(watcher<all>{log, 4, exit_fails}) >> fails); }) ==
          std::vector{-1, 4});
}

TEST_CASE("6.2 aggregate: an exit that fails alone aggregates nothing") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<all>{log, 4, exit_fails}) >> [] {}), exit_failure);
    CHECK_THROWS_AS(run(scope(watcher<all>{log, 4}) >> fails), body_failure);
}

TEST_CASE("6.2 aggregate_error is a std::exception whose errors are a range of exception_ptr") {
    STATIC_REQUIRE(std::is_base_of_v<std::exception, aggregate_error>);
    trace log;
    try {
        run(scope(watcher<all>{log, 4, exit_fails}) >> fails);
        FAIL("nothing was thrown");
    } catch (std::exception const& e) {
        CHECK(e.what() != nullptr);
        auto const* a = dynamic_cast<aggregate_error const*>(&e);
        REQUIRE(a != nullptr);
        auto const& errors = a->errors();
        CHECK(std::distance(errors.begin(), errors.end()) == 2);
        STATIC_REQUIRE(std::is_convertible_v<decltype(*errors.begin()), std::exception_ptr const&>);
    }
}

TEST_CASE("6.2 aggregate: an aggregate of this run is extended, not nested") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) |
                  scope(watcher<all>{log, 2, exit_fails}) |
                  scope(watcher<all>{log, 3, exit_fails}) >> fails);
          }) == std::vector{-1, 3, 2, 1});
}

TEST_CASE("6.2 aggregate: what was set aside comes between") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) | scope(watcher<>{log, 2, exit_fails}) |
                  scope(watcher<>{log, 3, exit_fails}) >> fails);
          }) == std::vector{-1, 3, 2, 1});
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) |
                  scope(watcher<last>{log, 2, exit_fails}) >> fails);
          }) == std::vector{2, -1, 1});
}

TEST_CASE("6.2 aggregate: what is set aside between two aggregations is listed by the second") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) | scope(watcher<>{log, 2, exit_fails}) |
                  scope(watcher<all>{log, 3, exit_fails}) >> fails);
          }) == std::vector{-1, 3, 2, 1});
}

TEST_CASE("6.2 aggregate, then keep_last: the aggregate is set aside") {
    trace log;
    std::vector<int> aside;
    std::vector<int> listed;
    int failed = 0;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            failed = who(out.exception());
                            aside = list(out.secondary());
                            for (std::exception_ptr const& p : out.secondary()) {
                                try {
                                    std::rethrow_exception(p);
                                } catch (aggregate_error const& e) {
                                    listed = list(e.errors());
                                }
                            }
                        })) |
                        scope(watcher<last>{log, 1, exit_fails}) |
                        scope(watcher<all>{log, 2, exit_fails}) >> fails),
                    exit_failure);
    CHECK(failed == 1);
    CHECK(aside == std::vector{an_aggregate});
    CHECK(listed == std::vector{-1, 2});
}

TEST_CASE("6.2 aggregate, then keep_first: the aggregate stays") {
    trace log;
    std::vector<int> aside;
    CHECK(aggregate_of([&] {
              run(scope(at_exit([&](outcome const& out) { aside = list(out.secondary()); })) |
                  scope(watcher<>{log, 1, exit_fails}) |
                  scope(watcher<all>{log, 2, exit_fails}) >> fails);
          }) == std::vector{-1, 2});
    CHECK(aside == std::vector{1});
}

TEST_CASE("6.2 aggregate: outer exits see it as the failure, alone, with the first's origin") {
    trace log;
    bool seen_as_aggregate = false;
    bool seen_as_body_failure = true;
    bool aside = true;
    std::size_t origin = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            auto const* e = out.error<aggregate_error>();
                            seen_as_aggregate = e != nullptr && list(e->errors()).size() == 2 &&
                                                out.error<std::exception>() != nullptr;
                            seen_as_body_failure = out.error<body_failure>() != nullptr;
                            aside = !list(out.secondary()).empty();
                            origin = out.origin();
                        })) |
                        scope(watcher<all>{log, 1, exit_fails}) | scope(quiet{log, 2}) >> fails),
                    aggregate_error);
    CHECK(seen_as_aggregate);
    CHECK_FALSE(seen_as_body_failure);
    CHECK_FALSE(aside);
    CHECK(origin == 3);
}

TEST_CASE("6.2 aggregate: it is what outer stages suppress") {
    trace log;
    auto inner = [&] { return scope(watcher<all>{log, 1, exit_fails}); };
    CHECK_FALSE(run(scope(watcher<suppresses<aggregate_error>>{log, 0}) | inner() >> fails));
    CHECK_FALSE(run(scope(watcher<suppresses<std::exception>>{log, 0}) | inner() >> fails));
    CHECK_FALSE(run(scope(watcher<suppresses_everything>{log, 0}) | inner() >> fails));
    CHECK_THROWS_AS(run(scope(watcher<suppresses<body_failure>>{log, 0}) | inner() >> fails),
                    aggregate_error);
}

TEST_CASE("6.2 aggregate: it is a cancellation if the failure was one") {
    trace log;
    auto cancels = [] { throw ambit::cancelled(); };
    auto inner = [&] { return scope(watcher<all>{log, 1, exit_fails}); };
    SECTION("seen by outer stages") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | inner() >> cancels), aggregate_error);
        CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
    }
    SECTION("not suppressed by suppresses_everything") {
        CHECK_THROWS_AS(run(scope(watcher<suppresses_everything>{log, 0}) | inner() >> cancels),
                        aggregate_error);
        CHECK_THROWS_AS(run(scope(watcher<suppresses<aggregate_error>>{log, 0}) |
                            inner() >> cancels),
                        aggregate_error);
    }
    SECTION("suppressed by suppresses<cancelled>") {
        CHECK_FALSE(run(scope(watcher<suppresses<ambit::cancelled>>{log, 0}) | inner() >> cancels));
    }
    SECTION("and stays one when it is extended") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | inner() | inner() >> cancels),
                        aggregate_error);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(1)
                         .exit(1, seen::cancelled)
                         .exit(1, seen::cancelled)
                         .exit(0, seen::cancelled));
    }
}

TEST_CASE("6.2 aggregate: a cancellation among what follows does not make it one") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(at_exit<all>([](outcome const&) { throw ambit::cancelled(); })) >>
                            fails),
                    aggregate_error);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("6.2 aggregate: an aggregate of another run is one failure among others") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) >>
                  [&] { run(scope(watcher<all>{log, 2, exit_fails}) >> fails); });
          }) == std::vector{an_aggregate, 1});
}

TEST_CASE("6.2 aggregate: after a suppression it starts anew") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 1, exit_fails}) | scope(watcher<>{log, 2, exit_fails}) |
                  scope(watcher<suppresses_everything>{log, 3}) |
                  scope(watcher<all>{log, 4, exit_fails}) >> fails);
          }) == std::vector{2, 1});
}

TEST_CASE("6.2 aggregate: the list outlives the run with the error") {
    std::exception_ptr kept;
    trace log;
    try {
        run(scope(watcher<all>{log, 4, exit_fails}) >> fails);
    } catch (...) {
        kept = std::current_exception();
    }
    CHECK(aggregate_of([&] { std::rethrow_exception(kept); }) == std::vector{-1, 4});

    std::optional<aggregate_error> copy;
    try {
        std::rethrow_exception(kept);
    } catch (aggregate_error const& e) {
        copy = e;
    }
    kept = nullptr;
    CHECK(list(copy.value().errors()) == std::vector{-1, 4});
}

TEST_CASE("6.2 aggregate: twelve failing exits in one list") {
    trace log;
    auto failing = [&](int i) { return scope(watcher<all>{log, i, exit_fails}); };
    auto const listed = aggregate_of([&] {
        run(failing(0) | failing(1) | failing(2) | failing(3) | failing(4) | failing(5) |
            failing(6) | failing(7) | failing(8) | failing(9) | failing(10) | failing(11) >> fails);
    });
    CHECK(listed == std::vector{-1, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0});
}

TEST_CASE("6.3 aggregate: a failure that was set aside and is thrown again is listed once") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(at_exit<all>([](outcome const& out) {
                      std::exception_ptr const oldest = *out.secondary().begin();
                      std::rethrow_exception(oldest);
                  })) |
                  scope(watcher<>{log, 4, exit_fails}) >> fails);
          }) == std::vector{-1, 4});
}

TEST_CASE("6.2 aggregate, keep_last, aggregate: flat, though the first is set aside on the way") {
    trace log;
    CHECK(aggregate_of([&] {
              run(scope(watcher<all>{log, 0, exit_fails}) |
                  scope(watcher<last>{log, 1, exit_fails}) |
                  scope(watcher<all>{log, 2, exit_fails}) >> [] { raise(body_failure{{3}}); });
          }) == std::vector{1, 3, 2, 0});
    CHECK(aggregate_of([&] {
              run(scope(holder{log, 9}) | scope(with<all>(holder{log, 0, exit_fails})) |
                  scope(with<last>(holder{log, 1, exit_fails})) |
                  scope(with<all>(holder{log, 2, exit_fails})) >> [] { raise(body_failure{{3}}); });
          }) == std::vector{1, 3, 2, 0});
}

TEMPLATE_TEST_CASE("6.3 what stands in the aggregate in flight is thrown again: one failure", "",
                   ambit::keep_first, ambit::keep_last, ambit::aggregate) {
    trace log;
    std::vector<int> aside{9};
    std::vector<int> seen;
    std::size_t origin = 9;
    auto const run_with = [&](auto throws_again) {
        return aggregate_of([&] {
            run(scope(at_exit([&](outcome const& out) {
                    aside = list(out.secondary());
                    origin = out.origin();
                    if (auto const* e = out.error<aggregate_error>()) {
                        seen = list(e->errors());
                    }
                })) |
                scope(at_exit<on_exit_error<TestType>>(throws_again)) |
                scope(watcher<all>{log, 4, exit_fails}) >> fails);
        });
    };
    std::vector<int> thrown;
    SECTION("the first") {
        thrown = run_with([](outcome const& out) {
            std::exception_ptr const p = *out.error<aggregate_error>()->errors().begin();
            std::rethrow_exception(p);
        });
    }
    SECTION("the last") {
        thrown = run_with([](outcome const& out) {
            std::exception_ptr const p = *std::next(out.error<aggregate_error>()->errors().begin());
            std::rethrow_exception(p);
        });
    }
    SECTION("the aggregate itself") {
        thrown = run_with([](outcome const& out) {
            std::exception_ptr const p = out.exception();
            std::rethrow_exception(p);
        });
    }
    CHECK(thrown == std::vector{-1, 4});
    CHECK(seen == std::vector{-1, 4});
    CHECK(aside.empty());
    CHECK(origin == 3);
}
