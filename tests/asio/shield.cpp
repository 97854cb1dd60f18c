// SPDX-License-Identifier: BSL-1.0
// Rule 10.6 on Asio: exits run to their ends whoever cancels, and the caller's state stays its own.
#include <asio/stages.hpp>
#include <support/catch.hpp>

#include <boost/asio/as_tuple.hpp>

#include <chrono>
#include <cstddef>
#include <utility>

namespace {

using namespace test;
using namespace std::chrono_literals;
using ambit::scope;

constexpr how each_type[] = {how::terminal, how::partial, how::total};

/// Two slow stages, a quick one between them.
auto three(scene& s) { return scope(slow(s, 0)) | scope(quick(s, 1)) | scope(slow(s, 2)); }

/// The trace of three stages around a body that was reached, all of which saw the same.
trace all_saw(seen what) {
    return trace{}.enter(0).enter(1).enter(2).body().exit(2, what).exit(1, what).exit(0, what);
}

template <class Filter, class Block>
asio::awaitable<void> await_filtered(Filter filter, Block& block, ending& end) {
    co_await asio::this_coro::reset_cancellation_state(filter);
    auto awaited = await_run(block, end);
    co_await std::move(awaited);
}
/// Runs a block where every type of cancellation is let through.
template <class Block>
ending run_total(scene& s, Block block) {
    ending end;
    s.run(await_filtered(asio::enable_total_cancellation(), block, end));
    return end;
}
/// The same with the filter that coroutines start with: terminal alone.
template <class Block>
ending run_terminal(scene& s, Block block) {
    ending end;
    s.run(await_run(block, end));
    return end;
}

}  // namespace

TEST_CASE("10.6 a cancel in the body: every exit runs to its end, the caller stays cancelled") {
    for (how const type : each_type) {
        scene s;
        s.in_body = type;
        ending const end = run_total(s, three(s) >> [&] { return cancelled_body(s); });
        CHECK(s.log == all_saw(seen::cancelled));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == type);
    }
}

TEST_CASE("10.6 a second cancel, and a third, during teardown: the same") {
    for (how const first : each_type) {
        for (how const second : each_type) {
            scene s;
            s.in_body = first;
            s.in_exits = second;
            ending const end = run_total(s, three(s) >> [&] { return cancelled_body(s); });
            CHECK(s.log == all_saw(seen::cancelled));
            CHECK(end.error == asio::error::operation_aborted);
            CHECK(end.cancelled == second);
        }
    }
}

TEST_CASE("10.6 where the caller lets only some types through, these alone cancel") {
    SECTION("terminal, as coroutines start") {
        scene s;
        s.in_body = s.in_exits = how::terminal;
        ending const end = run_terminal(s, three(s) >> [&] { return cancelled_body(s); });
        CHECK(s.log == all_saw(seen::cancelled));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == how::terminal);
    }
    SECTION("partial") {
        scene s;
        s.in_body = s.in_exits = how::partial;
        ending end;
        auto block = three(s) >> [&] { return cancelled_body(s); };
        s.run(await_filtered(asio::enable_partial_cancellation(), block, end));
        CHECK(s.log == all_saw(seen::cancelled));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == how::partial);
    }
    SECTION("the others are nothing") {
        for (how const type : {how::partial, how::total}) {
            scene s;
            s.in_exits = type;
            ending const end = run_terminal(
                s, three(s) >> [&]() -> asio::awaitable<void> {
                    s.log.body();
                    s.cancel_soon(type);
                    co_await pass(5ms);
                    co_await suspend();
                });
            CHECK(s.log == all_saw(seen::success));
            CHECK(end.completed);
            CHECK(end.cancelled == how::none);
        }
    }
}

TEST_CASE("10.6 a suppressed cancellation: the run ends well, the caller is cancelled still") {
    for (how const type : each_type) {
        scene s;
        s.in_body = s.in_exits = type;
        bool went_on = false;
        auto block = scope(slow<ambit::suppresses<ambit::cancelled>>(s, 0)) | scope(quick(s, 1)) |
                     scope(slow(s, 2)) >> [&] { return cancelled_body(s); };
        ending end;
        auto const caller = [](auto& b, ending& e, bool& on) -> asio::awaitable<void> {
            auto awaited = await_filtered(asio::enable_total_cancellation(), b, e);
            co_await std::move(awaited);
            co_await suspend();  // as always once one is cancelled, this throws
            on = true;
        };
        s.run(caller(block, end, went_on));
        CHECK(s.log == all_saw(seen::cancelled));
        CHECK_FALSE(end.completed);
        CHECK(end.error == error_code());
        CHECK(end.cancelled == type);
        CHECK_FALSE(went_on);
        CHECK(s.result().aborted());
    }
}

TEST_CASE("5.2 a stage outside a suppressed cancellation sees success") {
    scene s;
    s.in_body = s.in_exits = how::terminal;
    auto block = scope(slow(s, 0)) | scope(slow<ambit::suppresses<ambit::cancelled>>(s, 1)) >>
                                         [&] { return cancelled_body(s); };
    ending const end = run_total(s, std::move(block));
    CHECK(s.log ==
          trace{}.enter(0).enter(1).body().exit(1, seen::cancelled).exit(0, seen::success));
    CHECK(end.error == error_code());
    CHECK(end.cancelled == how::terminal);
}

TEST_CASE("5.2 suppresses_everything does not hold for a cancellation") {
    scene s;
    s.in_body = how::terminal;
    auto block =
        scope(slow<ambit::suppresses_everything>(s, 0)) >> [&] { return cancelled_body(s); };
    ending const end = run_total(s, std::move(block));
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::cancelled));
    CHECK(end.error == asio::error::operation_aborted);
}

namespace {

/// A stage that is cancelled while it waits to enter.
struct entering_for_ever {
    scene& s;
    how type;
    asio::awaitable<void> async_enter() {
        s.cancel_soon(type);
        co_await pass_for_ever();
    }
    asio::awaitable<void> async_exit() {
        s.log.note(-1);  // never
        co_return;
    }
};

}  // namespace

TEST_CASE("10.6 enters are not shielded: what is entered exits as cancelled") {
    for (how const type : each_type) {
        scene s;
        s.in_exits = type;
        ending const end = run_total(
            s, scope(slow(s, 0)) | scope(quick(s, 1)) | scope(entering_for_ever{s, type}) |
                   scope(slow(s, 3)) >> [&] { s.log.body(); });
        CHECK(s.log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == type);
    }
}

TEST_CASE("10.6 cancelled before the run: nothing is entered") {
    scene s;
    bool refused = false;
    auto block = three(s) >> [&] { s.log.body(); };
    auto const caller = [](scene& in, auto& b, bool& threw) -> asio::awaitable<void> {
        co_await suspend();
        in.cancel_now(how::terminal);
        try {
            co_await ambit::async_run(std::move(b));
        } catch (boost::system::system_error const& e) {
            threw = e.code() == asio::error::operation_aborted;
        }
    };
    s.run(caller(s, block, refused));
    CHECK(s.log == trace{});
    CHECK(refused);
}

TEST_CASE("10.6 cancelled during the teardown of a success: it is one, and the state is set") {
    for (how const type : each_type) {
        scene s;
        s.in_exits = type;
        int result = 0;
        how state = how::none;
        auto block = three(s) >> [&]() -> asio::awaitable<int> {
            s.log.body();
            co_await suspend();
            co_return 42;
        };
        auto const caller = [](auto& b, int& r, how& c) -> asio::awaitable<void> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            r = co_await ambit::async_run(std::move(b));
            auto const after = co_await asio::this_coro::cancellation_state;
            c = after.cancelled();
        };
        s.run(caller(block, result, state));
        CHECK(s.log == all_saw(seen::success));
        CHECK(result == 42);
        CHECK(state == type);
        CHECK(s.result().succeeded());
    }
}

TEST_CASE("10.6 cancelled during the teardown of a failure: that is what the caller sees") {
    scene s;
    s.in_exits = how::terminal;
    ending const end = run_total(
        s, three(s) >> [&]() -> asio::awaitable<void> {
            s.log.body();
            co_await suspend();
            throw boost::system::system_error(asio::error::eof);
        });
    CHECK(s.log == all_saw(seen::failure));
    CHECK(end.error == asio::error::eof);
    CHECK(end.cancelled == how::terminal);
}

namespace {

/// After a run: whether a cancel of this type reaches a coroutine.
asio::awaitable<bool> is_reached_by(scene& s, how type) {
    auto const executor = co_await asio::this_coro::executor;
    s.cancel_soon(type);
    asio::steady_timer t(executor, 5ms);
    auto const [error] = co_await t.async_wait(asio::as_tuple(asio::deferred));
    co_return error == asio::error::operation_aborted;
}

/// Runs, and then looks what the caller's state lets through.
template <class Filter, class Block>
asio::awaitable<void> filter_after_run(scene& s, Filter filter, Block& block, bool (&reached)[3]) {
    co_await asio::this_coro::reset_cancellation_state(filter);
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await ambit::async_run(std::move(block));
    for (std::size_t i = 0; i != 3; ++i) {
        bool const is_reached = co_await is_reached_by(s, each_type[i]);
        reached[i] = is_reached;
    }
}

}  // namespace

TEST_CASE("10.6 after the run the caller's filters are what they were") {
    scene s;
    bool reached[3] = {};
    auto block = three(s) >> [&] { s.log.body(); };
    SECTION("total") {
        s.run(filter_after_run(s, asio::enable_total_cancellation(), block, reached));
        CHECK((reached[0] && reached[1] && reached[2]));
    }
    SECTION("partial") {
        s.run(filter_after_run(s, asio::enable_partial_cancellation(), block, reached));
        CHECK((reached[0] && reached[1] && !reached[2]));
    }
    SECTION("terminal") {
        s.run(filter_after_run(s, asio::enable_terminal_cancellation(), block, reached));
        CHECK((reached[0] && !reached[1] && !reached[2]));
    }
    SECTION("none") {
        s.run(filter_after_run(s, asio::disable_cancellation(), block, reached));
        CHECK((!reached[0] && !reached[1] && !reached[2]));
    }
    CHECK(s.result().succeeded());
}

TEST_CASE("10.6 a caller that disabled cancellation is not cancelled in a run either") {
    scene s;
    s.in_exits = how::terminal;
    ending end;
    auto block = three(s) >> [&]() -> asio::awaitable<void> {
        s.log.body();
        s.cancel_soon(how::terminal);
        co_await pass(5ms);
        co_await suspend();
    };
    s.run(await_filtered(asio::disable_cancellation(), block, end));
    CHECK(s.log == all_saw(seen::success));
    CHECK(end.completed);
    CHECK(end.cancelled == how::none);
}

TEST_CASE("10.6 a caller that is not to be thrown at: neither is its body") {
    scene s;
    s.in_exits = how::terminal;
    bool aborted = false;
    bool throws = true;
    how state = how::none;
    auto block = three(s) >> [&]() -> asio::awaitable<void> {
        s.log.body();
        bool const reached = co_await is_reached_by(s, how::terminal);
        aborted = reached;
        co_await suspend();  // goes on
    };
    auto const caller = [](auto& b, bool& t, how& c) -> asio::awaitable<void> {
        co_await asio::this_coro::throw_if_cancelled(false);
        co_await ambit::async_run(std::move(b));
        co_await suspend();
        bool const does = co_await asio::this_coro::throw_if_cancelled();
        t = does;
        auto const after = co_await asio::this_coro::cancellation_state;
        c = after.cancelled();
    };
    s.run(caller(block, throws, state));
    CHECK(aborted);
    CHECK_FALSE(throws);
    CHECK(state == how::terminal);
    CHECK(s.log == all_saw(seen::success));
    CHECK(s.result().succeeded());
}

TEST_CASE("10.6 a body that finishes in spite of being cancelled has finished") {
    scene s;
    ending const end = run_total(
        s, three(s) >> [&]() -> asio::awaitable<void> {
            s.log.body();
            bool const reached = co_await is_reached_by(s, how::total);
            s.log.note(reached);
        });
    CHECK(s.log == trace{}
                       .enter(0)
                       .enter(1)
                       .enter(2)
                       .body()
                       .note(true)
                       .exit(2, seen::success)
                       .exit(1, seen::success)
                       .exit(0, seen::success));
    CHECK(end.completed);
    CHECK(end.cancelled == how::total);
}

TEST_CASE("10.6 a run in the body of a run: both tear down to the end") {
    for (how const type : each_type) {
        scene s;
        s.in_body = s.in_exits = type;
        auto const inner = [&] {
            return ambit::async_run(scope(slow(s, 2)) |
                                    scope(slow(s, 3)) >> [&] { return cancelled_body(s); });
        };
        ending const end = run_total(s, scope(slow(s, 0)) | scope(slow(s, 1)) >> inner);
        constexpr seen saw = seen::cancelled;
        CHECK(s.log == trace{}
                           .enter(0)
                           .enter(1)
                           .enter(2)
                           .enter(3)
                           .body()
                           .exit(3, saw)
                           .exit(2, saw)
                           .exit(1, saw)
                           .exit(0, saw));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == type);
    }
}

TEST_CASE("10.6 cancelled while an inner run tears down: it ends well, the next await throws") {
    scene s;
    s.in_exits = how::terminal;
    ending const end = run_total(
        s, scope(quick(s, 0)) >> [&]() -> asio::awaitable<void> {
            auto inner = scope(slow(s, 1)) >> [&] {
                s.log.body();
                return 7;
            };
            int const seven = co_await ambit::async_run(std::move(inner));
            s.log.note(seven);
            co_await suspend();
            s.log.note(-1);  // never
        });
    CHECK(s.log ==
          trace{}.enter(0).enter(1).body().exit(1, seen::success).note(7).exit(0, seen::cancelled));
    CHECK(end.error == asio::error::operation_aborted);
    CHECK(end.cancelled == how::terminal);
}

namespace {

/// A stage whose exit is a run itself.
struct leaving_by_a_run {
    scene& s;
    asio::awaitable<void> async_enter() {
        s.log.enter(0);
        co_return;
    }
    asio::awaitable<void> async_exit() {
        s.cancel_soon(how::terminal);
        auto block = scope(slow(s, 1)) >> [this]() -> asio::awaitable<void> {
            s.log.body(1);
            s.cancel_soon(how::terminal);
            co_await pass(5ms);
        };
        co_await ambit::async_run(std::move(block));
        s.log.exit(0);
    }
};

}  // namespace

TEST_CASE("10.6 a run in an exit is shielded as a whole, its enters and its body too") {
    scene s;
    s.in_body = s.in_exits = how::terminal;
    ending const end =
        run_total(s, scope(leaving_by_a_run{s}) >> [&] { return cancelled_body(s); });
    CHECK(s.log == trace{}.enter(0).body(0).enter(1).body(1).exit(1, seen::success).exit(0));
    CHECK(end.error == asio::error::operation_aborted);
}

TEST_CASE("10.6 the next run of a coroutine that reset its state is cancelled anew") {
    scene s;
    s.in_body = s.in_exits = how::terminal;
    int aborted = 0;
    auto const caller = [](scene& in, int& count) -> asio::awaitable<void> {
        for (int i = 0; i != 3; ++i) {
            ending end;
            auto block = scope(slow(in, i)) >> [&in] { return cancelled_body(in); };
            auto awaited = await_run(block, end);
            co_await std::move(awaited);
            count += end.error == asio::error::operation_aborted;
            co_await asio::this_coro::reset_cancellation_state();
        }
    };
    s.run(caller(s, aborted));
    CHECK(aborted == 3);
    CHECK(s.log.size() == 9);
}

TEST_CASE("10.6 a caller cancelled before the run, and not thrown at: its body can see it") {
    for (how const type : each_type) {
        scene s;
        how in_body = how::none;
        auto block = three(s) >> [&]() -> asio::awaitable<void> {
            auto const state = co_await asio::this_coro::cancellation_state;
            in_body = state.cancelled();
            s.log.body();
        };
        ending end;
        auto const caller = [](scene& in, how t, auto& b, ending& e) -> asio::awaitable<void> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            co_await asio::this_coro::throw_if_cancelled(false);
            in.cancel_now(t);
            auto awaited = await_run(b, e);
            co_await std::move(awaited);
        };
        s.run(caller(s, type, block, end));
        CHECK(in_body == type);
        CHECK(end.completed);
        CHECK(end.cancelled == type);
        CHECK(s.log == all_saw(seen::success));
    }
}
