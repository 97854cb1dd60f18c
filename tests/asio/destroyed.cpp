// SPDX-License-Identifier: BSL-1.0
// Rule 10.7 on Asio: the context ends while a run is suspended, at every step.
#include <asio/stages.hpp>
#include <async/mortal.hpp>
#include <support/catch.hpp>

#include <boost/asio/detached.hpp>

#include <chrono>
#include <utility>

namespace {

using namespace test;
using ambit::scope;

/// Takes steps, until one of them waits for ever.
class walk {
public:
    walk(trace& l, int last) : log(l), last_(last) {}
    asio::awaitable<void> step() {
        int const now = steps_++;
        if (now == last_) {
            halted_ = true;
            auto waiting = pass_for_ever();
            co_await std::move(waiting);
        }
        co_await suspend();
    }
    [[nodiscard]] bool halted() const { return halted_; }

    trace& log;

private:
    int last_;
    int steps_ = 0;
    bool halted_ = false;
};

class async_stage {
public:
    async_stage(walk& w, int id) : walk_(w), id_(id) {}
    asio::awaitable<mortal> async_enter() {
        co_await walk_.step();
        walk_.log.enter(id_);
        co_return mortal(walk_.log, id_);
    }
    asio::awaitable<void> async_exit(mortal& r, ambit::outcome const& out) {
        co_await walk_.step();
        walk_.log.exit(r.id(), look(out));
    }

private:
    walk& walk_;
    int id_;
};
class abandoned_stage : public async_stage {
public:
    abandoned_stage(walk& w, int id) : async_stage(w, id), log_(w.log) {}
    void abandon(mortal& r) noexcept { log_.note(abandoned(r.id())); }

private:
    trace& log_;
};

auto pipeline(walk& w) {
    return scope(called{w.log, 0}) | scope(abandoned_stage(w, 1)) | scope(async_stage(w, 2)) |
           scope(called{w.log, 3});
}
asio::awaitable<void> body(walk& w) {
    w.log.body();
    co_await w.step();
}

constexpr int ends = -1;  // no step waits for ever
constexpr int all_steps = 5;

/// Its trace, if the step `last` waits for ever when the context ends.
trace expected(int last) {
    trace log;
    auto const leave = [&log](int entered) {
        while (entered-- != 0) {
            if (entered == 1) {
                log.note(abandoned(1));
            } else if (entered != 2) {
                log.exit(entered, seen::cancelled);
            }
            log.destroy(entered);
        }
        return log;
    };
    log.enter(0);
    if (last == 0) {
        return leave(1);
    }
    log.enter(1);
    if (last == 1) {
        return leave(2);
    }
    log.enter(2).enter(3).body();
    if (last == 2) {
        return leave(4);
    }
    log.exit(3, seen::success).destroy(3);
    if (last == 3) {
        log.destroy(2);  // its exit was under way
        return leave(2);
    }
    log.exit(2, seen::success).destroy(2);
    if (last == 4) {
        log.destroy(1);
        return leave(1);
    }
    return log.exit(1, seen::success).destroy(1).exit(0, seen::success).destroy(0);
}

/// Ends the context of what `start(io, walk)` spawns there, at a step.
template <class Start>
trace ended_at(int last, Start start) {
    trace log;
    walk w(log, last);
    asio::cancellation_signal cancel;
    {
        asio::io_context io;
        start(io, w, cancel);
        while (!w.halted() && io.run_one() != 0) {
        }
        io.poll();
    }
    return log;
}

/// A coroutine that awaits a run.
asio::awaitable<void> awaits_run(walk& w) {
    auto block = pipeline(w) >> [&w] { return body(w); };
    co_await ambit::async_run(std::move(block));
}
asio::awaitable<void> awaits_run_in_run(walk& w) {
    auto block = scope(ambit::value(1)) >> [&w] { return awaits_run(w); };
    co_await ambit::async_run(std::move(block));
}

}  // namespace

TEST_CASE("10.7 the context ends while a run is suspended, at every step") {
    for (int last = ends; last != all_steps; ++last) {
        INFO("step " << last);
        // By itself; where it might be cancelled; within another run; behind a deadline.
        CHECK(ended_at(last, [](auto& io, walk& w, auto&) {
                  asio::co_spawn(io, awaits_run(w), asio::detached);
              }) == expected(last));
        CHECK(ended_at(last, [](auto& io, walk& w, auto& cancel) {
                  asio::co_spawn(io, awaits_run(w),
                                 asio::bind_cancellation_slot(cancel.slot(), asio::detached));
              }) == expected(last));
        CHECK(ended_at(last, [](auto& io, walk& w, auto& cancel) {
                  asio::co_spawn(io, awaits_run_in_run(w),
                                 asio::bind_cancellation_slot(cancel.slot(), asio::detached));
              }) == expected(last));
        CHECK(ended_at(last, [](auto& io, walk& w, auto&) {
                  auto block = scope(ambit::within(std::chrono::hours(1))) |
                               pipeline(w) >> [&w] { return body(w); };
                  asio::co_spawn(io, ambit::async_run(std::move(block)), asio::detached);
              }) == expected(last));
    }
}

TEST_CASE("10.7 a run that was never started acquires nothing") {
    trace log;
    walk w(log, ends);
    {
        asio::io_context io;
        asio::co_spawn(io, awaits_run(w), asio::detached);
    }
    auto block = pipeline(w) >> [&w] { return body(w); };
    {
        [[maybe_unused]] auto const dropped = ambit::async_run(std::move(block));
    }
    CHECK(log == trace{});
}
