// SPDX-License-Identifier: BSL-1.0
// Rules 3.5 and 3.6: the failure that an exit sees, and that nothing remains of a suppressed one.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <exception>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

constexpr orders exit_fails{.exit = true};
constexpr auto fails = [] { raise(body_failure{{-1}}); };

/// Who failed, as an exit sees it: the probe, -1 for the body, -100 for nobody.
int culprit(outcome const& out) {
    return out.error<failure>() != nullptr ? out.error<failure>()->who : -100;
}

/// An exception that says when it is gone.
struct mortal {
    tracked life;
};

}  // namespace

TEST_CASE("3.5 every exit sees the body's failure where no other took its place") {
    int saw[3] = {};
    trace log;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { saw[0] = culprit(out); })) |
                        scope(quiet{log, 1}) |
                        scope(at_exit([&](outcome const& out) { saw[1] = culprit(out); })) |
                        scope(at_exit([&](outcome const& out) { saw[2] = culprit(out); })) >>
                            fails),
                    body_failure);
    CHECK(saw[0] == -1);
    CHECK(saw[1] == -1);
    CHECK(saw[2] == -1);
}

TEST_CASE("3.5 an outer exit sees what an inner exit threw, the inner ones what was before") {
    int saw[2] = {};
    trace log;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { saw[0] = culprit(out); })) |
                        scope(watcher<on_exit_error<ambit::keep_last>>{log, 7, exit_fails}) |
                        scope(at_exit([&](outcome const& out) { saw[1] = culprit(out); })) >>
                            fails),
                    exit_failure);
    CHECK(saw[1] == -1);
    CHECK(saw[0] == 7);
}

TEST_CASE("3.5 an exit that throws after success is the failure of the outer stages alone") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1, exit_fails}) |
                        scope(watcher<>{log, 2}) >> [] {}),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::failure));
}

TEST_CASE("3.6 after a suppression outer stages see success") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(watcher<suppresses_everything>{log, 1}) |
                    scope(watcher<>{log, 2}) >> fails));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::success));
}

TEST_CASE("3.6 after a suppression the outcome holds nothing of the failure") {
    bool nothing = false;
    trace log;
    CHECK_FALSE(run(scope(at_exit([&](outcome const& out) {
                        nothing = out.succeeded() && !out.failed() && !out.cancelled() &&
                                  out.exception() == nullptr && out.error<failure>() == nullptr &&
                                  out.secondary().begin() == out.secondary().end();
                    })) |
                    scope(watcher<suppresses_everything>{log, 1}) >> fails));
    CHECK(nothing);
}

TEST_CASE("3.6 after a suppression current_exception is null in outer exits") {
    std::exception_ptr current = std::make_exception_ptr(1);
    trace log;
    SECTION("suppressed by type") {
        CHECK_FALSE(
            run(scope(at_exit([&](outcome const&) { current = std::current_exception(); })) |
                scope(watcher<suppresses<body_failure>>{log, 1}) >> fails));
    }
    SECTION("suppressed by a bool") {
        CHECK_FALSE(
            run(scope(at_exit([&](outcome const&) { current = std::current_exception(); })) |
                scope(judge<suppresses_everything>{log, 1, true}) >> fails));
    }
    SECTION("suppressed after it was looked at") {
        CHECK_FALSE(
            run(scope(at_exit([&](outcome const&) { current = std::current_exception(); })) |
                scope(at_exit<suppresses_everything>(
                    [](outcome const& out) { CHECK(out.exception() != nullptr); })) >>
                    fails));
    }
    CHECK(current == nullptr);
}

TEST_CASE("3.6 the suppressed exception is destroyed before outer exits run") {
    ledger book;
    int alive_in_inner = -1;
    int alive_in_outer = -1;
    auto outer = at_exit([&](outcome const&) { alive_in_outer = book.alive(); });
    auto body = [&] { throw mortal{tracked(book)}; };
    SECTION("that nobody captured") {
        CHECK_FALSE(run(scope(outer) | scope(at_exit<suppresses_everything>([&](outcome const&) {
                                           alive_in_inner = book.alive();
                                       })) >>
                                           body));
        CHECK(alive_in_inner == 1);
    }
    SECTION("that was captured") {
        CHECK_FALSE(run(scope(outer) | scope(at_exit<suppresses<mortal>>([&](outcome const& out) {
                                           static_cast<void>(out.exception());
                                           static_cast<void>(out.error<mortal>());
                                           alive_in_inner = book.alive();
                                       })) >>
                                           body));
        CHECK(alive_in_inner == 1);
    }
    SECTION("that was set aside") {
        trace log;
        CHECK_FALSE(
            run(scope(outer) | scope(at_exit<suppresses_everything>([&](outcome const&) {
                    alive_in_inner = book.alive();
                })) |
                scope(watcher<on_exit_error<ambit::keep_last>>{log, 2, exit_fails}) >> body));
        CHECK(alive_in_inner == 1);
    }
    SECTION("that an aggregate lists") {
        trace log;
        CHECK_FALSE(
            run(scope(outer) | scope(at_exit<suppresses_everything>([&](outcome const&) {
                    alive_in_inner = book.alive();
                })) |
                scope(watcher<on_exit_error<ambit::aggregate>>{log, 2, exit_fails}) >> body));
        CHECK(alive_in_inner == 1);
    }
    CHECK(alive_in_outer == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("3.6 after a suppression an outer exit that throws fails on its own") {
    trace log;
    std::size_t aside = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            aside = 0;
                            for (auto const& p : out.secondary()) {
                                aside += p != nullptr ? 1 : 0;
                            }
                            CHECK(culprit(out) == 1);
                        })) |
                        scope(watcher<on_exit_error<ambit::aggregate>>{log, 1, exit_fails}) |
                        scope(watcher<suppresses_everything>{log, 2}) >> fails),
                    exit_failure);
    CHECK(aside == 0);
    CHECK(log == trace{}.enter(1).enter(2).exit(2, seen::failure).exit(1, seen::success));
}

TEST_CASE("3.6 a second failure can be suppressed after a first one was") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(watcher<suppresses<exit_failure>>{log, 1}) |
                    scope(watcher<>{log, 2, exit_fails}) |
                    scope(watcher<suppresses<body_failure>>{log, 3}) >> fails));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .exit(3, seen::failure)
                     .exit(2, seen::success)
                     .exit(1, seen::failure)
                     .exit(0, seen::success));
}

TEST_CASE("3.6 a run that suppressed leaves no trace in the next run of the same block") {
    trace log;
    bool body_fails = true;
    auto block = scope(watcher<>{log, 0}) | scope(watcher<suppresses_everything>{log, 1}) >> [&] {
        if (body_fails) {
            raise(body_failure{{-1}});
        }
    };
    CHECK_FALSE(run(block));
    body_fails = false;
    CHECK(run(block));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::failure)
                     .exit(0, seen::success)
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}
