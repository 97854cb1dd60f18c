// SPDX-License-Identifier: BSL-1.0
// §6: exits that fail, and the policies keep_first, keep_last and terminate.
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <exception>
#include <vector>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

using first = on_exit_error<ambit::keep_first>;
using last = on_exit_error<ambit::keep_last>;

constexpr orders exit_fails{.exit = true};
constexpr auto fails = [] { raise(body_failure{{-1}}); };

int who(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (failure const& f) {
        return f.who;
    }
}

/// What an exit saw: who failed, and who was set aside, oldest first.
struct sighting {
    int failed = -100;
    std::vector<int> aside;
    friend bool operator==(sighting const&, sighting const&) = default;
};

auto sees(sighting& s) {
    return at_exit([&s](outcome const& out) {
        s.failed = out.error<failure>() != nullptr ? out.error<failure>()->who : -100;
        s.aside.clear();
        for (std::exception_ptr const& p : out.secondary()) {
            s.aside.push_back(who(p));
        }
    });
}

/// Who failed, as the caller of f sees it.
template <class F>
int thrown_by(F f) {
    try {
        f();
    } catch (failure const& e) {
        return e.who;
    }
    return -100;
}

}  // namespace

// --- 6.1 -----------------------------------------------------------------------------------------

TEST_CASE("6.1 no failure in flight: what the exit throws becomes the failure") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(holder{log, 4, exit_fails}) >> [&] { log.body(); });
          }) == 4);
    CHECK(outer == sighting{4, {}});
    CHECK(log == trace{}.enter(4).body().exit(4));
}

TEST_CASE("6.1 whatever the policy") {
    trace log;
    auto attempt = [&](auto stage) { return thrown_by([&] { run(scope(stage) >> [] {}); }); };
    CHECK(attempt(watcher<>{log, 1, exit_fails}) == 1);
    CHECK(attempt(watcher<first>{log, 2, exit_fails}) == 2);
    CHECK(attempt(watcher<last>{log, 3, exit_fails}) == 3);
    CHECK(attempt(watcher<on_exit_error<ambit::aggregate>>{log, 4, exit_fails}) == 4);
}

TEST_CASE("6.1 the body's result is dropped") {
    ledger book;
    trace log;
    CHECK_THROWS_AS(run(scope(holder{log, 0, exit_fails}) >> [&] { return tracked(book, 3); }),
                    exit_failure);
    CHECK(book.made() >= 1);
    CHECK(book.alive() == 0);
}

TEST_CASE("6.1 the body's result is dropped also where the failure is suppressed after") {
    ledger book;
    trace log;
    auto const result = run(scope(watcher<suppresses<exit_failure>>{log, 0}) |
                            scope(holder{log, 1, exit_fails}) >> [&] { return tracked(book, 3); });
    CHECK_FALSE(result.has_value());
    CHECK(book.alive() == 0);

    CHECK_FALSE(run(scope(watcher<suppresses<exit_failure>>{log, 0}) |
                    scope(holder{log, 1, exit_fails}) >> [] {}));
    int value = 0;
    CHECK(run(scope(watcher<suppresses<exit_failure>>{log, 0}) |
                  scope(holder{log, 1, exit_fails}) >> [&]() -> int& { return value; }) == nullptr);
}

// --- 6.2 keep_first ------------------------------------------------------------------------------

TEST_CASE("6.2 keep_first: the failure stays, what the exit threw is set aside") {
    trace log;
    sighting outer;
    SECTION("by default") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(watcher<>{log, 4, exit_fails}) >> fails);
              }) == -1);
    }
    SECTION("declared") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(watcher<first>{log, 4, exit_fails}) >> fails);
              }) == -1);
    }
    SECTION("by an exit that does not look") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(holder{log, 4, exit_fails}) >> fails);
              }) == -1);
    }
    CHECK(outer == sighting{-1, {4}});
}

TEST_CASE("6.2 keep_first: many failing exits") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(holder{log, 1, exit_fails}) |
                  scope(holder{log, 2, exit_fails}) | scope(holder{log, 3, exit_fails}) |
                  scope(holder{log, 4, exit_fails}) |
                  scope(holder{log, 5, exit_fails}) >> [](auto&...) { raise(body_failure{{-1}}); });
          }) == -1);
    CHECK(outer == sighting{-1, {5, 4, 3, 2, 1}});
}

TEST_CASE("6.2 keep_first after success: the first exit that threw is the failure") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(holder{log, 1, exit_fails}) |
                  scope(holder{log, 2, exit_fails}) |
                  scope(holder{log, 3, exit_fails}) >> [](auto&...) {});
          }) == 3);
    CHECK(outer == sighting{3, {2, 1}});
}

TEST_CASE("6.2 keep_first: the failure of an enter") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(watcher<>{log, 1, exit_fails}) |
                  scope(quiet{log, 2, {.enter = true}}) >> [] {});
          }) == 2);
    CHECK(outer == sighting{2, {1}});
}

// --- 6.2 keep_last -------------------------------------------------------------------------------

TEST_CASE("6.2 keep_last: what the exit threw becomes the failure") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(watcher<last>{log, 4, exit_fails}) >> fails);
          }) == 4);
    CHECK(outer == sighting{4, {-1}});
}

TEST_CASE("6.2 keep_last: many failing exits") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(watcher<last>{log, 1, exit_fails}) |
                  scope(watcher<last>{log, 2, exit_fails}) |
                  scope(watcher<last>{log, 3, exit_fails}) >> fails);
          }) == 1);
    CHECK(outer == sighting{1, {-1, 3, 2}});
}

TEST_CASE("6.2 keep_first and keep_last mixed: each stage follows its own policy") {
    trace log;
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) | scope(watcher<first>{log, 1, exit_fails}) |
                  scope(watcher<last>{log, 2, exit_fails}) |
                  scope(watcher<first>{log, 3, exit_fails}) >> fails);
          }) == 2);
    CHECK(outer == sighting{2, {3, -1, 1}});
}

TEST_CASE("6.2 keep_last: the new failure is what outer stages suppress") {
    trace log;
    CHECK_FALSE(run(scope(watcher<suppresses<exit_failure>>{log, 0}) |
                    scope(watcher<last>{log, 1, exit_fails}) >> fails));
    CHECK_THROWS_AS(run(scope(watcher<suppresses<body_failure>>{log, 0}) |
                        scope(watcher<last>{log, 1, exit_fails}) >> fails),
                    exit_failure);
}

// --- 6.2 terminate -------------------------------------------------------------------------------

TEST_CASE("6.2 terminate: an exception that leaves the exit ends the program") {
    using deadly = watcher<on_exit_error<ambit::terminate>>;
    SECTION("with a failure in flight") {
        CHECK(terminates([] {
            trace log;
            run(scope(deadly{log, 0, exit_fails}) >> fails);
        }));
    }
    SECTION("without one") {
        CHECK(terminates([] {
            trace log;
            run(scope(deadly{log, 0, exit_fails}) >> [] {});
        }));
    }
    SECTION("when it throws the failure again that it was shown") {
        CHECK(terminates([] {
            run(scope(at_exit<on_exit_error<ambit::terminate>>(
                    [](outcome const& out) { std::rethrow_exception(out.exception()); })) >>
                fails);
        }));
    }
    SECTION("in the midst of others, even below a stage that suppresses everything") {
        CHECK(terminates([] {
            trace log;
            run(scope(watcher<suppresses_everything>{log, 0}) | scope(deadly{log, 1, exit_fails}) |
                scope(quiet{log, 2}) >> [] {});
        }));
    }
}

TEST_CASE("6.2 terminate: an exit that does not throw is like any other") {
    trace log;
    using calm = watcher<on_exit_error<ambit::terminate>>;
    run(scope(calm{log, 0}) >> [&] { log.body(); });
    CHECK_THROWS_AS(run(scope(calm{log, 1}) >> fails), body_failure);
    CHECK(log == trace{}.enter(0).body().exit(0, seen::success).enter(1).exit(1, seen::failure));
}

TEST_CASE("6.2 terminate: its own enter may throw") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<on_exit_error<ambit::terminate>>{log, 0, {.enter = true}}) >>
                        [] {}),
                    enter_failure);
}

// --- 6.3 -----------------------------------------------------------------------------------------

TEST_CASE("6.3 the remaining exits run in every case") {
    auto const log_with = [](auto policy_of_the_middle) {
        trace log;
        try {
            run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
                scope(watcher<decltype(policy_of_the_middle)>{log, 2, exit_fails}) |
                scope(watcher<>{log, 3}) >> fails);
        } catch (...) {
        }
        return log;
    };
    auto const expected = trace{}
                              .enter(0)
                              .enter(1)
                              .enter(2)
                              .enter(3)
                              .exit(3, seen::failure)
                              .exit(2, seen::failure)
                              .exit(1)
                              .exit(0, seen::failure);
    CHECK(log_with(first{}) == expected);
    CHECK(log_with(last{}) == expected);
    CHECK(log_with(on_exit_error<ambit::aggregate>{}) == expected);
}

TEST_CASE("6.3 an exit that threw suppresses nothing") {
    trace log;
    SECTION("keep_first: the failure that it may suppress stays") {
        CHECK(thrown_by([&] {
                  run(scope(watcher<suppresses_everything, first>{log, 0, exit_fails}) >> fails);
              }) == -1);
    }
    SECTION("keep_last: neither that failure nor its own") {
        CHECK(thrown_by([&] {
                  run(scope(watcher<suppresses_everything, last>{log, 0, exit_fails}) >> fails);
              }) == 0);
    }
    SECTION("without a failure in flight: not its own") {
        CHECK(thrown_by([&] {
                  run(scope(watcher<suppresses_everything>{log, 0, exit_fails}) >> [] {});
              }) == 0);
    }
    SECTION("a bool exit") {
        CHECK(thrown_by([&] {
                  run(scope(judge<suppresses_everything>{log, 0, true, exit_fails}) >> fails);
              }) == -1);
    }
}

TEST_CASE("6.3 the same exception object thrown again is one failure") {
    sighting outer;
    auto again = [](outcome const& out) {
        if (out.exception() != nullptr) {
            std::rethrow_exception(out.exception());
        }
    };
    SECTION("keep_first") {
        CHECK(thrown_by([&] { run(scope(sees(outer)) | scope(at_exit<first>(again)) >> fails); }) ==
              -1);
    }
    SECTION("keep_last") {
        CHECK(thrown_by([&] { run(scope(sees(outer)) | scope(at_exit<last>(again)) >> fails); }) ==
              -1);
    }
    SECTION("aggregate") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) |
                      scope(at_exit<on_exit_error<ambit::aggregate>>(again)) >> fails);
              }) == -1);
    }
    SECTION("by several stages") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(at_exit<last>(again)) |
                      scope(at_exit<first>(again)) |
                      scope(at_exit<on_exit_error<ambit::aggregate>>(again)) >> fails);
              }) == -1);
    }
    CHECK(outer == sighting{-1, {}});
}

TEST_CASE("6.3 the same exception object thrown again keeps its origin, and is not suppressed") {
    std::size_t origin = 9;
    CHECK(thrown_by([&] {
              run(scope(at_exit([&](outcome const& out) { origin = out.origin(); })) |
                  scope(at_exit<last, suppresses_everything>(
                      [](outcome const& out) { std::rethrow_exception(out.exception()); })) >>
                      fails);
          }) == -1);
    CHECK(origin == 2);
}

TEST_CASE("6.3 an equal exception that is another object is another failure") {
    sighting outer;
    CHECK(thrown_by([&] {
              run(scope(sees(outer)) |
                  scope(at_exit<last>([](outcome const&) { raise(body_failure{{-1}}); })) >> fails);
          }) == -1);
    CHECK(outer == sighting{-1, {-1}});
}

TEST_CASE("6.2 failures that were set aside die with the run") {
    ledger book;
    struct mortal {
        tracked life;
    };
    auto throws_mortal = [&](outcome const&) { throw mortal{tracked(book)}; };
    CHECK_THROWS_AS(run(scope(at_exit(throws_mortal)) | scope(at_exit(throws_mortal)) >> fails),
                    body_failure);
    CHECK(book.made() >= 2);
    CHECK(book.alive() == 0);
}

TEST_CASE("6.3 a failure that was set aside and is thrown again is one failure") {
    trace log;
    sighting outer;
    auto oldest_again = [](outcome const& out) {
        std::exception_ptr const oldest = *out.secondary().begin();
        std::rethrow_exception(oldest);
    };
    SECTION("keep_first: it is not listed twice") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(at_exit<first>(oldest_again)) |
                      scope(watcher<>{log, 4, exit_fails}) >> fails);
              }) == -1);
        CHECK(outer == sighting{-1, {4}});
    }
    SECTION("keep_last: it is the failure again, and what took its place is set aside") {
        CHECK(thrown_by([&] {
                  run(scope(sees(outer)) | scope(at_exit<last>(oldest_again)) |
                      scope(watcher<last>{log, 4, exit_fails}) >> fails);
              }) == -1);
        CHECK(outer == sighting{-1, {4}});
    }
}
