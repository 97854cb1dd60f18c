// SPDX-License-Identifier: BSL-1.0
// Rule 3.9 for asynchronous runs: built with -fno-exceptions -fno-rtti.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using ambit::sync_wait;
using namespace test;

using fallible = expected<int, error>;

/// Is awaited to enter and to exit, each in a step of the loop.
template <class... Fact>
struct slow {
    using properties = ambit::properties<Fact...>;
    trace& log;
    int id;
    event_loop& loop;

    ambit::task<int> async_enter() {
        co_await suspend(loop);
        log.enter(id);
        co_return id;
    }
    ambit::task<> async_exit(int& r, ambit::outcome const& out) {
        co_await suspend(loop);
        log.exit(r, look(out));
    }
};

ambit::task<fallible> fails() { co_return unexpected{error{5}}; }

ambit::async_managed<int> generator(trace& log, event_loop& loop) {
    co_await suspend(loop);
    co_yield 7;
    log.note(1);
}

}  // namespace

TEST_CASE("3.9 10.2 order, with stages of both kinds") {
    trace log;
    event_loop loop;
    auto block = scope(watcher<>{log, 0}) | scope(slow<>{log, 1, loop}) |
                 scope(holder{log, 2}) >> [&](int& one, int& two) { log.body(10 * one + two); };
    drive(loop, async_run(std::move(block)));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .body(12)
                     .exit(2)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("3.9 8.1 10.2 exits see an error value, which is the result") {
    trace log;
    event_loop loop;
    auto block =
        scope(watcher<>{log, 0}) | scope(slow<>{log, 1, loop}) >> [](int&) { return fails(); };
    CHECK(drive(loop, async_run(std::move(block))) == unexpected{error{5}});
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("3.9 5.3 10.2 an error value that is suppressed") {
    trace log;
    event_loop loop;
    auto block = scope(watcher<>{log, 0}) | scope(slow<ambit::suppresses<error>>{log, 1, loop}) >>
                                                [](int&) { return fails(); };
    CHECK_FALSE(drive(loop, async_run(std::move(block))).has_value());
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}

TEST_CASE("3.9 10.9 both") {
    trace log;
    event_loop loop;
    auto block = scope(ambit::both(slow<>{log, 1, loop}, holder{log, 2})) >>
                 [](int& one, int& two) { return 10 * one + two; };
    CHECK(drive(loop, async_run(std::move(block))) == 12);
    CHECK(log == trace{}.enter(2).enter(1).exit(2).exit(1, seen::success));
}

TEST_CASE("3.9 11.4 a generator that awaits") {
    trace log;
    event_loop loop;
    auto block = scope(generator(log, loop)) >> [](int& seven) { return seven; };
    CHECK(drive(loop, async_run(std::move(block))) == 7);
    CHECK(log == trace{}.note(1));
}

TEST_CASE("3.9 10.5 sync_wait") {
    auto const answer = []() -> ambit::task<int> { co_return 42; };
    CHECK(sync_wait(answer()) == 42);
}
