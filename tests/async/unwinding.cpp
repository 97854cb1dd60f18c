// SPDX-License-Identifier: BSL-1.0
// Rule 3.7 in asynchronous runs: a run sees its own outcome alone, whatever is being unwound where
// it is started, or resumed.
#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <exception>
#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using namespace test;

/// Calls f when it is destroyed.
template <class F>
struct finally {
    F f;
    ~finally() { f(); }
};
template <class F>
finally(F) -> finally<F>;

/// Calls f while an exception is on its way.
template <class F>
void while_unwinding(F f) {
    try {
        finally const last{f};
        throw 1;
    } catch (int) {
    }
}

auto block_of(trace& log, event_loop& loop) {
    return scope(watcher<>{log, 0}) | scope(asynchronous(watcher<>{log, 1}, &loop)) >>
                                          [&] { return later(loop, [&] { log.body(); }); };
}
auto const succeeded =
    trace{}.enter(0).enter(1).body().exit(1, seen::success).exit(0, seen::success);

}  // namespace

TEST_CASE("3.7 a run within a destructor during unwinding succeeds") {
    event_loop loop;
    trace log;
    while_unwinding([&] { drive(loop, async_run(block_of(log, loop))); });
    CHECK(log == succeeded);
}

TEST_CASE("3.7 a run that is resumed during unwinding succeeds") {
    event_loop loop;
    trace log;
    by_hand run(async_run(block_of(log, loop)));
    run.start();
    while_unwinding([&] { loop.step(); });
    CHECK(log == trace{}.enter(0).enter(1));
    while_unwinding([&] {
        loop.step();
        loop.step();
    });
    CHECK(run.ended());
    CHECK(log == succeeded);
}

TEST_CASE("3.7 a run that fails during unwinding fails for itself") {
    event_loop loop;
    trace log;
    while_unwinding([&] {
        auto block =
            scope(watcher<ambit::suppresses<body_failure>>{log, 0}) |
            scope(asynchronous(watcher<>{log, 1}, &loop)) >> [] { raise(body_failure{{-1}}); };
        CHECK_FALSE(drive(loop, async_run(std::move(block))));
    });
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("3.7 a run in a handler: what is current there is what it was, after the run") {
    event_loop loop;
    trace log;
    try {
        throw 1;
    } catch (int) {
        auto const before = std::current_exception();
        auto block = scope(watcher<ambit::suppresses<body_failure>>{log, 0}) |
                     scope(asynchronous(quiet{log, 1}, &loop)) >> [] { raise(body_failure{{-1}}); };
        CHECK_FALSE(drive(loop, async_run(std::move(block))));
        CHECK(std::current_exception() == before);
    }
}

TEST_CASE("3.6 10.2 while exits are awaited no handler is active: nothing is current") {
    event_loop loop;
    trace log;
    struct looks {
        trace& log;
        event_loop& loop;
        ambit::task<> async_enter() { co_return; }
        ambit::task<> async_exit() {
            log.note(std::current_exception() == nullptr ? 1 : 0);
            co_await suspend(loop);
            log.note(std::current_exception() == nullptr ? 1 : 0);
        }
    };
    auto block =
        scope(looks{log, loop}) | scope(looks{log, loop}) >> [] { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(drive(loop, async_run(std::move(block))), body_failure);
    CHECK(log == trace{}.note(1).note(1).note(1).note(1));
}

TEST_CASE("10.7 a run that is destroyed during unwinding") {
    event_loop loop;
    trace log;
    try {
        by_hand run(async_run(block_of(log, loop)));
        run.start();
        loop.step();
        throw 1;
    } catch (int) {
    }
    loop.clear();
    CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::cancelled));
}
