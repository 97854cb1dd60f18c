// SPDX-License-Identifier: BSL-1.0
// Rule 10.7 for the ways to write a manager: around, bracket and both, destroyed wherever they are
// suspended; and for runs in other runs and in wrapped functions.
#include "mortal.hpp"

#include <support/catch.hpp>
#include <support/tracked.hpp>

#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using ambit::task;
using namespace test;

auto suspends(event_loop& loop, trace& log) {
    return [&](auto&...) { return later(loop, [&] { log.body(); }); };
}

}  // namespace

TEST_CASE("10.7 around: the function's frame is destroyed at its turn") {
    auto const destroyed_after = [](int k) {
        event_loop loop;
        trace log;
        auto surrounds = ambit::around([&](ambit::yield<int> rest) -> task<> {
            mortal const before(log, 21);
            co_await suspend(loop);
            log.enter(1);
            int resource = 1;
            ambit::outcome const& out = co_await rest(resource);
            mortal const after(log, 22);
            log.note(out.succeeded() ? 0 : 1);
            co_await suspend(loop);
            log.exit(1);
        });
        auto block = scope(called{log, 0}) | scope(std::move(surrounds)) |
                     scope(called{log, 2}) >> suspends(loop, log);
        destroy_after(k, loop, log, async_run(std::move(block)));
        return log;
    };
    auto const outermost = [](trace& t) { return t.exit(0, seen::cancelled).destroy(0); };
    {
        INFO("while it enters");
        CHECK(destroyed_after(0) == outermost(trace{}.enter(0).destroy(21)));
    }
    {
        INFO("while it waits for the rest");
        CHECK(destroyed_after(1) == outermost(trace{}
                                                  .enter(0)
                                                  .enter(1)
                                                  .enter(2)
                                                  .exit(2, seen::cancelled)
                                                  .destroy(2)
                                                  .destroy(21)));
    }
    {
        INFO("while it exits");
        CHECK(destroyed_after(2) == outermost(trace{}
                                                  .enter(0)
                                                  .enter(1)
                                                  .enter(2)
                                                  .body()
                                                  .exit(2, seen::success)
                                                  .destroy(2)
                                                  .note(0)
                                                  .destroy(22)
                                                  .destroy(21)));
    }
    {
        INFO("after the end");
        CHECK(destroyed_after(3) == trace{}
                                        .enter(0)
                                        .enter(1)
                                        .enter(2)
                                        .body()
                                        .exit(2, seen::success)
                                        .destroy(2)
                                        .note(0)
                                        .exit(1)
                                        .destroy(22)
                                        .destroy(21)
                                        .exit(0, seen::success)
                                        .destroy(0)
                                        .note(ended));
    }
}

TEST_CASE("10.7 bracket: its resource dies, the release is not called") {
    auto const destroyed_after = [](int k) {
        event_loop loop;
        trace log;
        auto stage = ambit::bracket(
            [&] {
                return later(loop, [&] {
                    log.enter(1);
                    return mortal(log, 1);
                });
            },
            [&](mortal&) { return later(loop, [&] { log.exit(1); }); });
        auto block = scope(called{log, 0}) | scope(std::move(stage)) >> suspends(loop, log);
        destroy_after(k, loop, log, async_run(std::move(block)));
        return log;
    };
    CHECK(destroyed_after(0) == trace{}.enter(0).exit(0, seen::cancelled).destroy(0));
    CHECK(destroyed_after(1) ==
          trace{}.enter(0).enter(1).destroy(1).exit(0, seen::cancelled).destroy(0));
    CHECK(destroyed_after(2) ==
          trace{}.enter(0).enter(1).body().destroy(1).exit(0, seen::cancelled).destroy(0));
}

TEST_CASE("10.7 both: each by itself, the second first") {
    auto const destroyed_after = [](int k) {
        event_loop loop;
        trace log;
        auto stages = ambit::both(abandoning{{log, 1, loop}}, abandoning{{log, 2, loop}});
        auto block = scope(called{log, 0}) | scope(std::move(stages)) >> suspends(loop, log);
        destroy_after(k, loop, log, async_run(std::move(block)));
        return log;
    };
    auto const outermost = [](trace& t) { return t.exit(0, seen::cancelled).destroy(0); };
    {
        INFO("while both enter");
        CHECK(destroyed_after(0) == outermost(trace{}.enter(0)));
    }
    {
        INFO("while the second enters");
        CHECK(destroyed_after(1) ==
              outermost(trace{}.enter(0).enter(1).note(abandoned(1)).destroy(1)));
    }
    {
        INFO("in the body");
        CHECK(destroyed_after(2) == outermost(trace{}
                                                  .enter(0)
                                                  .enter(1)
                                                  .enter(2)
                                                  .note(abandoned(2))
                                                  .destroy(2)
                                                  .note(abandoned(1))
                                                  .destroy(1)));
    }
    {
        INFO("while both exit");
        CHECK(destroyed_after(3) ==
              outermost(trace{}.enter(0).enter(1).enter(2).body().destroy(2).destroy(1)));
    }
    {
        INFO("while the first exits");
        CHECK(destroyed_after(4) == outermost(trace{}
                                                  .enter(0)
                                                  .enter(1)
                                                  .enter(2)
                                                  .body()
                                                  .exit(2, seen::success)
                                                  .destroy(2)
                                                  .destroy(1)));
    }
}

TEST_CASE("10.7 both: what is called exits, what is awaited is abandoned") {
    event_loop loop;
    trace log;
    auto block =
        scope(ambit::both(abandoning{{log, 1, loop}}, called{log, 2})) >> suspends(loop, log);
    destroy_after(1, loop, log, async_run(std::move(block)));
    CHECK(log == trace{}
                     .enter(2)
                     .enter(1)
                     .exit(2, seen::cancelled)
                     .destroy(2)
                     .note(abandoned(1))
                     .destroy(1));
}

TEST_CASE("10.7 wrap: what the call holds dies with it") {
    event_loop loop;
    trace log;
    ledger book;
    auto f = ambit::wrap(scope(called{log, 0}), [&](mortal&, tracked const& cargo) {
        return later(loop, [&] { log.body(cargo.value); });
    });
    destroy_after(0, loop, log, f(tracked(book, 4)));
    CHECK(log == trace{}.enter(0).exit(0, seen::cancelled).destroy(0));
    CHECK(book.alive() == 0);
    tracked outside(book, 5);
    destroy_after(0, loop, log, f(outside));
    CHECK(book.alive() == 1);
}

TEST_CASE("10.7 a run inside a run: the inner stages first") {
    event_loop loop;
    trace log;
    auto inner_body = suspends(loop, log);
    auto outer = scope(called{log, 0}) | scope(abandoning{{log, 1, loop}}) >> [&](auto&...) {
        auto inner = scope(called{log, 2}) | scope(abandoning{{log, 3, loop}}) >> inner_body;
        return async_run(std::move(inner));
    };
    destroy_after(2, loop, log, async_run(std::move(outer)));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .note(abandoned(3))
                     .destroy(3)
                     .exit(2, seen::cancelled)
                     .destroy(2)
                     .note(abandoned(1))
                     .destroy(1)
                     .exit(0, seen::cancelled)
                     .destroy(0));
}
