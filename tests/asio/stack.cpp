// SPDX-License-Identifier: BSL-1.0
// Rules 13.3 and 13.4 on Asio: stacks in runs that are cancelled, or end with their context.
#include <asio/stages.hpp>
#include <async/mortal.hpp>
#include <support/catch.hpp>

#include <ambit/stack.hpp>

#include <boost/asio/detached.hpp>

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::exit_stack;
using ambit::outcome;
using ambit::scope;

using stack = ambit::async_exit_stack<asio::awaitable>;

constexpr how each_type[] = {how::terminal, how::partial, how::total};

/// An entry of each kind, 1 to 4.
asio::awaitable<void> fill(stack& s, scene& sc) {
    co_await s.enter(quick(sc, 1));
    auto const id = co_await s.enter(slow<>(sc, 2));
    CHECK(id.get() == 2);
    s.push([&sc](outcome const& o) -> asio::awaitable<void> {
        co_await suspend();
        sc.cancel_soon(sc.in_exits);
        co_await pass(std::chrono::milliseconds(2));
        sc.log.exit(3, look(o));
    });
    s.push([&sc](outcome const& o) { sc.log.exit(4, look(o)); });
}
trace filled(seen what) {
    return trace{}.enter(1).enter(2).exit(4, what).exit(3, what).exit(2, what).exit(1, what);
}
trace filled_around_body(seen what) {
    return trace{}.enter(1).enter(2).body().exit(4, what).exit(3, what).exit(2, what).exit(1, what);
}

/// Runs a block where every type of cancellation is let through.
template <class Block>
asio::awaitable<void> await_total(Block& block, ending& end) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    auto awaited = await_run(block, end);
    co_await std::move(awaited);
}
template <class Block>
ending run_total(scene& s, Block block) {
    ending end;
    s.run(await_total(block, end));
    return end;
}

}  // namespace

TEST_CASE("13.4 asio: entries of both kinds") {
    scene sc;
    ending const end = run_total(
        sc, scope(stack()) >> [&](stack& s) -> asio::awaitable<void> {
            co_await fill(s, sc);
            sc.log.body();
        });
    CHECK(end.completed);
    CHECK(sc.log == filled_around_body(seen::success));
}

TEST_CASE("13.4 asio: what enter yields refers to the resource") {
    using ref = ambit::resource_ref<int>;
    scene sc;
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<stack&>().enter(slow<>(sc, 1))),
                                  asio::awaitable<ref>>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<stack&>().enter(quick(sc, 1))),
                                  asio::awaitable<void>>);
    run_total(
        sc, scope(stack()) >> [&](stack& s) -> asio::awaitable<void> {
            int& first = co_await s.enter(slow<>(sc, 1));
            ref const second = co_await s.enter(ambit::value(5));
            first = 7;
            CHECK(*second == 5);
            CHECK(second.operator->() == &second.get());
        });
    CHECK(sc.log == trace{}.enter(1).exit(7, seen::success));
}

TEST_CASE("13.4 10.6 asio: a cancel in the body, and more during teardown: every exit runs to its "
          "end, the caller stays cancelled") {
    for (how const first : each_type) {
        for (how const second : {how::none, how::terminal, how::partial, how::total}) {
            scene sc;
            sc.in_body = first;
            sc.in_exits = second;
            ending const end = run_total(
                sc, scope(stack()) >> [&](stack& s) -> asio::awaitable<void> {
                    co_await fill(s, sc);
                    co_await cancelled_body(sc);
                });
            CHECK(sc.log == filled_around_body(seen::cancelled));
            CHECK(end.error == asio::error::operation_aborted);
            CHECK(end.cancelled == (second == how::none ? first : second));
        }
    }
}

TEST_CASE("13.4 10.6 asio: a stack that suppresses the cancellation; the state stays") {
    using forgiving = ambit::async_exit_stack<asio::awaitable, ambit::suppresses<ambit::cancelled>>;
    scene sc;
    sc.in_body = how::terminal;
    ending const end = run_total(
        sc, scope(quick(sc, 0)) | scope(forgiving()) >> [&](forgiving& s) -> asio::awaitable<void> {
            s.push([&sc]() -> asio::awaitable<bool> {
                co_await suspend();
                sc.log.exit(1);
                co_return true;
            });
            co_await cancelled_body(sc);
        });
    CHECK(sc.log == trace{}.enter(0).body().exit(1).exit(0, seen::success));
    CHECK_FALSE(end.completed);
    CHECK_FALSE(end.error);
    CHECK(end.cancelled == how::terminal);
}

TEST_CASE("13.4 asio: enters are not shielded; what was entered before exits") {
    scene sc;
    struct never {
        scene* sc;
        asio::awaitable<void> async_enter() {
            sc->cancel_soon(how::terminal);
            co_await pass_for_ever();
        }
        asio::awaitable<void> async_exit() {
            sc->log.note(-1);
            co_return;
        }
    };
    ending const end = run_total(
        sc, scope(stack()) >> [&](stack& s) -> asio::awaitable<void> {
            co_await fill(s, sc);
            co_await s.enter(never{&sc});
            sc.log.note(-2);
        });
    CHECK(sc.log == filled(seen::cancelled));
    CHECK(end.error == asio::error::operation_aborted);
}

TEST_CASE("13.4 asio: close, shielded from a cancel that comes meanwhile") {
    for (how const type : {how::none, how::terminal}) {
        scene sc;
        sc.in_exits = type;
        bool closed = false;
        sc.run([](scene& on, bool& done) -> asio::awaitable<void> {
            stack s;
            co_await fill(s, on);
            co_await s.close();
            done = true;
            CHECK(s.empty());
            co_await s.close();
        }(sc, closed));
        CHECK(sc.log == filled(seen::success));
        CHECK(closed);
        CHECK(sc.result().aborted() == (type != how::none));  // by what it awaits next
    }
}

TEST_CASE("13.4 asio: close throws what entries leave; within an exit it is the same teardown") {
    scene sc;
    int thrown = 0;
    sc.run([](scene& on, int& n) -> asio::awaitable<void> {
        stack s;
        co_await fill(s, on);
        s.push([&s]() -> asio::awaitable<void> {
            co_await s.close();
            throw 2;
        });
        s.defer([]() -> asio::awaitable<void> {
            co_await suspend();
            throw 1;
        });
        try {
            co_await s.close();
        } catch (int e) {
            n = e;
        }
    }(sc, thrown));
    CHECK(thrown == 1);
    CHECK(sc.log == filled(seen::failure));
}

TEST_CASE("13.3 asio: an exit_stack in a cancelled run") {
    scene sc;
    sc.in_body = how::terminal;
    ending const end = run_total(
        sc, scope(exit_stack<>()) >> [&](exit_stack<>& s) -> asio::awaitable<void> {
            s.enter(quick(sc, 1));
            s.push([&](outcome const& o) { sc.log.exit(2, look(o)); });
            co_await cancelled_body(sc);
        });
    CHECK(sc.log == trace{}.enter(1).body().exit(2, seen::cancelled).exit(1, seen::cancelled));
    CHECK(end.error == asio::error::operation_aborted);
}

// --- the context ends ----------------------------------------------------------------------------

namespace {

/// Suspends for ever at the step `last`.
struct walk {
    trace& log;
    int last;
    int steps = 0;
    asio::awaitable<void> step() {
        if (steps++ == last) {
            auto waiting = pass_for_ever();
            co_await std::move(waiting);
        }
        co_await suspend();
    }
};
struct walking {
    walk* w;
    int id;
    asio::awaitable<mortal> async_enter() {
        co_await w->step();
        w->log.enter(id);
        co_return mortal(w->log, id);
    }
    asio::awaitable<void> async_exit(mortal& r, outcome const& out) {
        co_await w->step();
        w->log.exit(r.id(), look(out));
    }
    void abandon(mortal& r) noexcept { w->log.note(abandoned(r.id())); }
};
asio::awaitable<void> fill(stack& s, walk& w) {
    co_await s.enter(called{w.log, 1});
    co_await s.enter(walking{&w, 2});
    s.push([&w](outcome const& o) -> asio::awaitable<void> {
        co_await w.step();
        w.log.exit(3, look(o));
    });
    s.push([&w](outcome const& o) { w.log.exit(4, look(o)); });
}
/// The steps are: entering 2, the body, exiting 3, exiting 2.
trace expected(int last) {
    auto const cancelled = seen::cancelled;
    auto log = trace{}.enter(1);
    if (last == 0) {
        return log.exit(1, cancelled).destroy(1);
    }
    log.enter(2).body().exit(4, last == 1 ? cancelled : seen::success);
    if (last == 3) {
        log.exit(3, seen::success);
    } else {
        log.note(abandoned(2));
    }
    return log.destroy(2).exit(1, cancelled).destroy(1);
}
asio::awaitable<void> run_block(walk& w) {
    auto block = scope(stack()) >> [&](stack& s) -> asio::awaitable<void> {
        co_await fill(s, w);
        w.log.body();
        co_await w.step();
    };
    auto run = ambit::async_run(std::move(block));
    co_await std::move(run);
}
asio::awaitable<void> close_it(walk& w) {
    stack s;
    co_await fill(s, w);
    w.log.body();
    co_await w.step();
    co_await s.close();
}
template <class Coroutine>
void end_context(Coroutine coroutine, bool cancellable) {
    auto io = std::make_unique<asio::io_context>();
    if (cancellable) {
        auto it = std::make_unique<spawned>(*io, std::move(coroutine));
        io->poll();
        io.reset();
    } else {
        asio::co_spawn(*io, std::move(coroutine), asio::detached);
        io->poll();
        io.reset();
    }
}

}  // namespace

TEST_CASE("10.7 13.4 asio: the context ends in an enter, in the body, and in each exit") {
    for (bool const cancellable : {false, true}) {
        for (int last = 0; last != 4; ++last) {
            CAPTURE(last, cancellable);
            trace in_run;
            walk w{in_run, last};
            end_context(run_block(w), cancellable);
            CHECK(in_run == expected(last));
            trace in_close;
            walk c{in_close, last};
            end_context(close_it(c), cancellable);
            CHECK(in_close == expected(last));
        }
    }
}
