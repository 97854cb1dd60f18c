// SPDX-License-Identifier: BSL-1.0
// Rule 10.7, part by part: what a run that is destroyed while suspended ends, and what it ignores.
#include "mortal.hpp"

#include <support/catch.hpp>
#include <support/tracked.hpp>

#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using ambit::task;
using namespace test;

/// A body that suspends.
auto suspends(event_loop& loop, trace& log) {
    return [&](auto&...) { return later(loop, [&] { log.body(); }); };
}

}  // namespace

TEST_CASE("10.7 a task that was never started has entered nothing, and its block dies") {
    event_loop loop;
    trace log;
    ledger book;
    {
        auto block = scope(called{log, 0}) |
                     scope(awaited{log, 1, loop}) >>
                         [cargo = tracked(book)](auto&...) { static_cast<void>(cargo); };
        auto const never = async_run(std::move(block));
        CHECK(book.alive() == 2);
    }
    CHECK(log.empty());
    CHECK(book.alive() == 0);
}

TEST_CASE("10.7 a block that the run refers to is left as it was") {
    event_loop loop;
    trace log;
    auto block = scope(called{log, 0}) | scope(abandoning{{log, 1, loop}}) >> suspends(loop, log);
    destroy_after(1, loop, log, async_run(block));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .note(abandoned(1))
                     .destroy(1)
                     .exit(0, seen::cancelled)
                     .destroy(0));
    log = {};
    drive(loop, async_run(block));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .body()
                     .exit(1, seen::success)
                     .destroy(1)
                     .exit(0, seen::success)
                     .destroy(0));
}

TEST_CASE("10.7 what a synchronous exit throws is swallowed, and the others run") {
    event_loop loop;
    trace log;
    auto block = scope(watcher<>{log, 0}) | scope(watcher<>{log, 1, {.exit = true}}) |
                 scope(holder{log, 2, {.exit = true}}) |
                 scope(quiet{log, 3}) >> suspends(loop, log);
    CHECK_NOTHROW(destroy_after(0, loop, log, async_run(std::move(block))));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .exit(3)
                     .exit(2)
                     .exit(1, seen::cancelled)
                     .exit(0, seen::cancelled));
}

TEST_CASE("10.7 suppression means nothing: outer stages see the cancellation") {
    event_loop loop;
    trace log;
    auto block = scope(watcher<>{log, 0}) |
                 scope(watcher<ambit::suppresses<ambit::cancelled>>{log, 1}) |
                 scope(judge<ambit::suppresses_everything>{log, 2, true}) >> suspends(loop, log);
    destroy_after(0, loop, log, async_run(std::move(block)));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::cancelled)
                     .exit(1, seen::cancelled)
                     .exit(0, seen::cancelled));
}

TEST_CASE("10.7 the failure that was in flight is not what exits see then") {
    event_loop loop;
    trace log;
    bool nothing_thrown = false;
    auto look_again = at_exit([&](ambit::outcome const& out) {
        nothing_thrown = out.cancelled() && out.exception() == nullptr &&
                         out.error<failure>() == nullptr &&
                         out.secondary().begin() == out.secondary().end();
    });
    auto block =
        scope(look_again) | scope(awaited{log, 1, loop}) |
        scope(holder{log, 2, {.exit = true}}) >> [](auto&...) { raise(body_failure{{-1}}); };
    destroy_after(1, loop, log, async_run(std::move(block)));
    CHECK(log == trace{}.enter(1).enter(2).exit(2).destroy(1));
    CHECK(nothing_thrown);
}

TEST_CASE("10.7 a stage with both forms is abandoned, not exited synchronously") {
    event_loop loop;
    trace log;
    struct both_forms : abandoning {
        mortal enter() const { return {log, id}; }
        void exit() const { log.note(has_exception); }
    };
    auto block = scope(both_forms{{{log, 0, loop}}}) >> suspends(loop, log);
    destroy_after(1, loop, log, async_run(std::move(block)));
    CHECK(log == trace{}.enter(0).note(abandoned(0)).destroy(0));
}

TEST_CASE("10.7 a synchronous stage is exited, whatever it has for the other form") {
    event_loop loop;
    trace log;
    struct called_only : called {
        void abandon() noexcept { log.note(abandoned(id)); }
    };
    auto block = scope(called_only{{log, 0}}) >> suspends(loop, log);
    destroy_after(0, loop, log, async_run(std::move(block)));
    CHECK(log == trace{}.enter(0).exit(0, seen::cancelled).destroy(0));
}

TEST_CASE("10.7 managers made by factories die after what they managed") {
    event_loop loop;
    trace log;
    struct dying : abandoning {
        mortal life;
    };
    auto make = [&](int id) {
        return [&log, &loop, id] { return dying{{{log, id, loop}}, mortal(log, 10 + id)}; };
    };
    auto block = [&] { return scope(make(0)) | scope(make(1)) >> suspends(loop, log); };
    SECTION("in the body") {
        destroy_after(2, loop, log, async_run(block()));
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .note(abandoned(1))
                         .destroy(1)
                         .destroy(11)
                         .note(abandoned(0))
                         .destroy(0)
                         .destroy(10));
    }
    SECTION("while one enters") {
        destroy_after(1, loop, log, async_run(block()));
        CHECK(log == trace{}.enter(0).destroy(11).note(abandoned(0)).destroy(0).destroy(10));
    }
    SECTION("while one exits") {
        destroy_after(3, loop, log, async_run(block()));
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .body()
                         .destroy(1)
                         .destroy(11)
                         .note(abandoned(0))
                         .destroy(0)
                         .destroy(10));
    }
}

TEST_CASE("10.7 the coroutine that is awaited is destroyed first") {
    event_loop loop;
    trace log;
    struct by_coroutine {
        trace& log;
        event_loop& loop;
        task<mortal> async_enter() {
            mortal const local(log, 21);
            co_await suspend(loop);
            log.enter(1);
            co_return mortal(log, 1);
        }
        task<> async_exit(mortal&) {
            mortal const local(log, 22);
            co_await suspend(loop);
            log.exit(1);
        }
        void abandon() noexcept { log.note(abandoned(1)); }
    };
    auto body = [&](auto&...) -> task<> {
        mortal const local(log, 23);
        co_await suspend(loop);
        log.body();
    };
    auto const expected = [&](int k) {
        switch (k) {
        case 0:
            return trace{}.enter(0).destroy(21).exit(0);
        case 1:
            return trace{}
                .enter(0)
                .enter(1)
                .destroy(21)
                .destroy(23)
                .note(abandoned(1))
                .destroy(1)
                .exit(0);
        case 2:
            return trace{}
                .enter(0)
                .enter(1)
                .destroy(21)
                .body()
                .destroy(23)
                .destroy(22)
                .destroy(1)
                .exit(0);
        default:
            return trace{}
                .enter(0)
                .enter(1)
                .destroy(21)
                .body()
                .destroy(23)
                .exit(1)
                .destroy(22)
                .destroy(1)
                .exit(0)
                .note(ended);
        }
    };
    for (int k = 0; k != 4; ++k) {
        log = {};
        auto block = scope(quiet{log, 0}) | scope(by_coroutine{log, loop}) >> body;
        destroy_after(k, loop, log, async_run(std::move(block)));
        CHECK(log == expected(k));
    }
}
