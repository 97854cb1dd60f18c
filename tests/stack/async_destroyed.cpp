// SPDX-License-Identifier: BSL-1.0
// Rules 10.7 and 13.4: what becomes of the entries where a frame is destroyed while suspended.
#include <async/mortal.hpp>
#include <support/catch.hpp>

#include <ambit/stack.hpp>

#include <optional>
#include <utility>

namespace {

using ambit::async_exit_stack;
using ambit::exit_stack;
using ambit::outcome;
using ambit::scope;
using ambit::task;
using namespace test;

/// Entries of each kind: 1 is called, 2 and 3 are awaited, 3 can be abandoned, 4 and 5 are
/// functions. Suspends twice.
task<> fill(async_exit_stack<>& s, trace& log, event_loop& loop) {
    auto first = s.enter(called{log, 1});
    co_await std::move(first);
    auto second = s.enter(awaited{log, 2, loop});
    co_await std::move(second);
    auto third = s.enter(abandoning{{log, 3, loop}});
    co_await std::move(third);
    s.push([&log](outcome const& o) { log.exit(4, look(o)); });
    s.push([&log, &loop](outcome const& o) { return later(loop, [&] { log.exit(5, look(o)); }); });
}

constexpr int points_in_fill = 2;
constexpr int points_in_exits = 3;

/// What is written of the entries where the k-th of those points is the last that is reached.
/// @param in_body a point between filling and the exits. @param saw what exits do that run.
trace expected(int k, bool in_body, seen saw) {
    trace log;
    log.enter(1);
    if (k >= 1) {
        log.enter(2);
    }
    if (k >= 2) {
        log.enter(3);
    }
    int const exits = k - points_in_fill - (in_body ? 1 : 0);
    auto const how = [&](int needed) { return exits >= needed ? saw : seen::cancelled; };
    if (exits >= 1) {
        log.exit(5, saw);
    }
    if (k >= 2) {
        log.exit(4, how(1));
    }
    if (exits >= 2) {
        log.exit(3, saw);
    } else if (k >= 2 && exits < 1) {
        log.note(abandoned(3));
    }
    if (k >= 2) {
        log.destroy(3);
    }
    if (exits >= 3) {
        log.exit(2, saw);
    }
    if (k >= 1) {
        log.destroy(2);
    }
    return log.exit(1, how(3)).destroy(1);
}

}  // namespace

TEST_CASE("10.7 13.4 a run destroyed in each enter, in the body, and in each exit") {
    bool fails = false;
    SECTION("of a success") {}
    SECTION("of a failure") { fails = true; }
    for (int k = 0; k <= points_in_fill + 1 + points_in_exits; ++k) {
        event_loop loop;
        trace log;
        auto block = scope(async_exit_stack<>()) >> [&](async_exit_stack<>& s) -> task<> {
            auto filling = fill(s, log, loop);
            co_await std::move(filling);
            co_await suspend(loop);
            if (fails) {
                throw 4;
            }
        };
        destroy_after(k, loop, log, ambit::async_run(std::move(block)));
        auto wanted = expected(k, true, fails ? seen::failure : seen::success);
        if (k == points_in_fill + 1 + points_in_exits) {
            wanted.note(ended);
        }
        CAPTURE(k);
        CHECK(log == wanted);
    }
}

TEST_CASE("10.7 13.4 close destroyed in each exit") {
    for (int k = points_in_fill; k <= points_in_fill + points_in_exits; ++k) {
        event_loop loop;
        trace log;
        async_exit_stack<> s;
        drive(loop, fill(s, log, loop));
        destroy_after(k - points_in_fill, loop, log, s.close());
        auto wanted = expected(k, false, seen::success);
        if (k == points_in_fill + points_in_exits) {
            wanted.note(ended);
        }
        CAPTURE(k);
        CHECK(log == wanted);
        CHECK(s.empty());
        drive(loop, s.close());
        CHECK(log == wanted);
    }
}

TEST_CASE("10.7 13.4 close in the body, destroyed in each exit") {
    for (int k = points_in_fill; k < points_in_fill + points_in_exits; ++k) {
        event_loop loop;
        trace log;
        auto block = scope(async_exit_stack<>()) >> [&](async_exit_stack<>& s) -> task<> {
            auto filling = fill(s, log, loop);
            co_await std::move(filling);
            auto closing = s.close();
            co_await std::move(closing);
        };
        destroy_after(k, loop, log, ambit::async_run(std::move(block)));
        CAPTURE(k);
        CHECK(log == expected(k, false, seen::success));
    }
}

TEST_CASE("10.7 13.4 a stack destroyed unclosed, or moved and then destroyed") {
    event_loop loop;
    trace log;
    SECTION("unclosed") {
        async_exit_stack<> s;
        drive(loop, fill(s, log, loop));
    }
    SECTION("moved") {
        std::optional<async_exit_stack<>> to;
        {
            async_exit_stack<> s;
            drive(loop, fill(s, log, loop));
            to.emplace(s.pop_all());
        }
        CHECK(log == trace{}.enter(1).enter(2).enter(3));
    }
    SECTION("in another stack") {
        async_exit_stack<> outer;
        async_exit_stack<>& s = drive(loop, outer.enter(async_exit_stack<>()));
        drive(loop, fill(s, log, loop));
    }
    CHECK(log == expected(points_in_fill, true, seen::success));
}

TEST_CASE("10.7 13.4 what entries throw is swallowed, and what they register is abandoned too") {
    trace log;
    {
        async_exit_stack<> s;
        s.push([&](outcome const& o) { log.exit(0, look(o)); });
        s.push([&] {
            s.push([&](outcome const& o) { log.exit(1, look(o)); });
            throw 4;
        });
        s.defer([] { throw 5; });
    }
    CHECK(log == trace{}.exit(1, seen::cancelled).exit(0, seen::cancelled));
}

TEST_CASE("10.7 13.4 a stack in a stack, destroyed in an exit of the inner one") {
    event_loop loop;
    trace log;
    auto block = scope(async_exit_stack<>()) >> [&](async_exit_stack<>& outer) -> task<> {
        outer.push([&](outcome const& o) { log.exit(9, look(o)); });
        auto entering = outer.enter(async_exit_stack<>());
        async_exit_stack<>& s = co_await std::move(entering);
        auto filling = fill(s, log, loop);
        co_await std::move(filling);
    };
    destroy_after(points_in_fill + 1, loop, log, ambit::async_run(std::move(block)));
    CHECK(log == expected(points_in_fill + 1, false, seen::success).exit(9, seen::cancelled));
}

TEST_CASE("10.7 13.3 an exit_stack in a run that is destroyed: each entry exits as cancelled") {
    event_loop loop;
    trace log;
    auto block = scope(called{log, 0}) |
                 scope(exit_stack<ambit::suppresses_everything>()) >>
                     [&](mortal&, exit_stack<ambit::suppresses_everything>& s) -> task<> {
        s.enter(called{log, 1});
        s.push([&](outcome const& o) {
            log.exit(2, look(o));
            return true;
        });
        s.defer([] { throw 4; });
        s.defer([] { throw 5; });
        co_await suspend(loop);
        log.body();
    };
    destroy_after(0, loop, log, ambit::async_run(std::move(block)));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(2, seen::cancelled)
                     .exit(1, seen::cancelled)
                     .destroy(1)
                     .exit(0, seen::cancelled)
                     .destroy(0));
}
