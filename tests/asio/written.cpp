// SPDX-License-Identifier: BSL-1.0
// Rules 10.6 and 10.7 for managers that are written as generators or functions of Asio's: order,
// cancellation, destruction.
#include <asio/written.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <boost/asio/detached.hpp>

#include <chrono>
#include <utility>

namespace {

using namespace test;
using ambit::scope;

/// Gives way, and is cancelled where the scene says so.
class slow_script final : public script {
public:
    explicit slow_script(scene& s) : script(s.log), scene_(s) {}
    asio::awaitable<void> entering(int id) override {
        co_await suspend();
        if (id == waits_in_enter) {
            scene_.cancel_soon(in_enter);
            co_await pass_for_ever();
        }
    }
    asio::awaitable<void> exiting(int) override {
        co_await suspend();
        scene_.cancel_soon(scene_.in_exits);
        co_await pass(std::chrono::milliseconds(2));
        co_await suspend();
    }
    int waits_in_enter = -1;
    how in_enter = how::none;

private:
    scene& scene_;
};

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

constexpr how each_type[] = {how::terminal, how::partial, how::total};

template <class Form>
auto two_in_four(scene& s, script& play) {
    return scope(quick(s, 0)) | scope(Form::stage(play, 1)) | scope(slow(s, 2)) |
           scope(Form::stage(play, 3));
}
trace two_in_four_saw(seen what) {
    trace log;
    log.enter(0).enter(1).enter(2).enter(3).body();
    return log.exit(3, what).destroy(3).exit(2, what).exit(1, what).destroy(1).exit(0, what);
}

}  // namespace

TEMPLATE_TEST_CASE("11.4 11.5 entered and exited in order, with suspensions", "",
                   AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    scene s;
    slow_script play(s);
    SECTION("success") {
        auto block = two_in_four<TestType>(s, play) >> [&](int& one, int& two, int& three) {
            CHECK(100 * one + 10 * two + three == 123);
            s.log.body();
        };
        ending const end = run_total(s, std::move(block));
        CHECK(end.completed);
        CHECK(s.log == two_in_four_saw(seen::success));
    }
    SECTION("failure") {
        auto block = two_in_four<TestType>(s, play) >> [&]() -> asio::awaitable<void> {
            co_await suspend();
            s.log.body();
            raise(body_failure{{-1}});
        };
        s.run(ambit::async_run(std::move(block)));
        CHECK_THROWS_AS(s.result().rethrow(), body_failure);
        CHECK(s.log == two_in_four_saw(seen::failure));
    }
}

TEMPLATE_TEST_CASE("10.6 cancelled while it enters: that fails", "", AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    for (how const type : each_type) {
        scene s;
        slow_script play(s);
        play.waits_in_enter = 3;
        play.in_enter = s.in_exits = type;
        ending const end = run_total(s, two_in_four<TestType>(s, play) >> [] {});
        CHECK(s.log == trace{}
                           .enter(0)
                           .enter(1)
                           .enter(2)
                           .destroy(3)
                           .exit(2, seen::cancelled)
                           .exit(1, seen::cancelled)
                           .destroy(1)
                           .exit(0, seen::cancelled));
        CHECK(end.error == asio::error::operation_aborted);
        CHECK(end.cancelled == type);
    }
}

TEMPLATE_TEST_CASE("10.6 cancelled in the body and again in exits: these run to their ends", "",
                   AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    for (how const first : each_type) {
        for (how const second : each_type) {
            scene s;
            slow_script play(s);
            s.in_body = first;
            s.in_exits = second;
            ending const end =
                run_total(s, two_in_four<TestType>(s, play) >> [&] { return cancelled_body(s); });
            CHECK(s.log == two_in_four_saw(seen::cancelled));
            CHECK(end.error == asio::error::operation_aborted);
            CHECK(end.cancelled == second);
        }
    }
}

TEMPLATE_TEST_CASE("10.6 cancelled in exits alone: they run to their ends, the run has completed",
                   "", AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    for (how const type : each_type) {
        scene s;
        slow_script play(s);
        s.in_exits = type;
        ending const end = run_total(s, two_in_four<TestType>(s, play) >> [&] { s.log.body(); });
        CHECK(s.log == two_in_four_saw(seen::success));
        CHECK(end.completed);
        CHECK(end.cancelled == type);
    }
}

TEMPLATE_TEST_CASE("11.4 11.5 behind a deadline", "", AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    scene s;
    slow_script play(s);
    auto block = scope(ambit::within(std::chrono::milliseconds(3))) |
                 two_in_four<TestType>(s, play) >> [&] { return cancelled_body(s); };
    ending const end = run_total(s, std::move(block));
    CHECK(end.error == asio::error::timed_out);
    CHECK(s.log == two_in_four_saw(seen::cancelled));
}

TEMPLATE_TEST_CASE("10.9 in both, it is entered in one coroutine and exited in another", "",
                   AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    scene s;
    slow_script play(s);
    int sum = 0;
    auto block = scope(ambit::both(TestType::stage(play, 1), TestType::stage(play, 2))) >>
                 [&](int& one, int& two) { sum = 10 * one + two; };
    ending const end = run_total(s, std::move(block));
    CHECK(end.completed);
    CHECK(sum == 12);
    CHECK(s.log.size() == 6);  // two enters, two exits, two ends
}

namespace {

/// Takes steps, until one of them waits for ever.
class walk final : public script {
public:
    walk(trace& l, int last) : script(l), last_(last) {}
    asio::awaitable<void> step() {
        int const now = steps_++;
        if (now == last_) {
            halted_ = true;
            auto waiting = pass_for_ever();
            co_await std::move(waiting);
        }
        co_await suspend();
    }
    asio::awaitable<void> entering(int) override { return step(); }
    asio::awaitable<void> exiting(int) override { return step(); }
    [[nodiscard]] bool halted() const { return halted_; }

private:
    int last_;
    int steps_ = 0;
    bool halted_ = false;
};

constexpr int all_steps = 5;

asio::awaitable<void> walks(walk& w) {
    w.log.body();
    co_await w.step();
}
/// Its trace, if the step `last` waits for ever when the context ends; -1: if none does.
trace expected(int last) {
    trace log;
    log.enter(0);
    auto const outermost = [](trace t) { return t.exit(0, seen::cancelled).destroy(0); };
    if (last == 0) {
        return outermost(log.destroy(1));
    }
    log.enter(1);
    if (last == 1) {
        return outermost(log.destroy(2).destroy(1));
    }
    log.enter(2).enter(3).body();
    if (last == 2) {
        return outermost(log.exit(3, seen::cancelled).destroy(3).destroy(2).destroy(1));
    }
    log.exit(3, seen::success).destroy(3);
    if (last == 3) {
        return outermost(log.destroy(2).destroy(1));
    }
    log.exit(2, seen::success).destroy(2);
    if (last == 4) {
        return outermost(log.destroy(1));
    }
    return log.exit(1, seen::success).destroy(1).exit(0, seen::success).destroy(0);
}

template <class Form>
asio::awaitable<void> awaits_run(walk& w) {
    auto block = scope(called{w.log, 0}) | scope(Form::stage(w, 1)) | scope(Form::stage(w, 2)) |
                 scope(called{w.log, 3}) >> [&w](auto&...) { return walks(w); };
    co_await ambit::async_run(std::move(block));
}
template <class Stage>
asio::awaitable<void> awaits_run_of(walk& w, Stage& one, Stage& two) {
    auto block = scope(called{w.log, 0}) | scope(one) | scope(two) |
                 scope(called{w.log, 3}) >> [&w](auto&...) { return walks(w); };
    co_await ambit::async_run(std::move(block));
}

/// Ends the context of what `start(io, walk, slot)` spawns there, at a step.
template <class Start>
trace ended_at(int last, Start start) {
    trace log;
    walk w(log, last);
    asio::cancellation_signal cancel;
    {
        asio::io_context io;
        start(io, w, cancel.slot());
        while (!w.halted() && io.run_one() != 0) {
        }
        io.poll();
    }
    return log;
}

}  // namespace

TEMPLATE_TEST_CASE("10.7 the context ends while it is suspended, at every step", "",
                   AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    for (int last = -1; last != all_steps; ++last) {
        INFO("step " << last);
        CHECK(ended_at(last, [](auto& io, walk& w, auto) {
                  asio::co_spawn(io, awaits_run<TestType>(w), asio::detached);
              }) == expected(last));
        CHECK(ended_at(last, [](auto& io, walk& w, auto slot) {
                  asio::co_spawn(io, awaits_run<TestType>(w),
                                 asio::bind_cancellation_slot(slot, asio::detached));
              }) == expected(last));
    }
}

TEMPLATE_TEST_CASE("10.7 the same where the run refers to its managers", "",
                   AMBIT_TESTS_WRITTEN_FOR_ASIO) {
    for (int last = -1; last != all_steps; ++last) {
        INFO("step " << last);
        trace log;
        {
            walk w(log, last);
            auto one = TestType::stage(w, 1);
            auto two = TestType::stage(w, 2);
            asio::io_context io;
            asio::co_spawn(io, awaits_run_of(w, one, two), asio::detached);
            while (!w.halted() && io.run_one() != 0) {
            }
            io.poll();
        }
        CHECK(log == expected(last));
    }
}
