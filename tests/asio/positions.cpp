// SPDX-License-Identifier: BSL-1.0
// Pipelines of up to four stages on Asio, every step of which gives way to the executor: failing
// at every step, cancelled at every step, against a model of the rules.
#include <asio/stages.hpp>
#include <support/catch.hpp>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace {

using namespace test;

/// What a step waits for: its turn in the executor's queue, which no cancellation cuts short, or a
/// timer, which is cut short.
enum class waits_for { turn, timer };

constexpr int nowhere = -1;
/// What happens at which step of a run; steps are counted from 0.
struct plot {
    waits_for kind;
    int fails_at = nowhere;
    int cancelled_at = nowhere;
};

struct step_failure : std::runtime_error {
    step_failure() : runtime_error("a step") {}
};

/// A run whose steps are counted. Counts what is entered and exited.
class play {
public:
    explicit play(plot const& p) : plot_(p) {}

    asio::awaitable<void> step() {
        int const now = steps_++;
        bool const is_last_word = now == plot_.cancelled_at;
        if (is_last_word) {
            in.cancel_soon(how::terminal);
        }
        if (plot_.kind == waits_for::turn) {
            co_await suspend();
        } else {
            // Long enough to be cancelled; exits, which are not, have to wait for it.
            co_await pass(std::chrono::milliseconds(is_last_word ? 10 : 0));
        }
        if (now == plot_.fails_at) {
            throw step_failure();
        }
    }
    [[nodiscard]] int steps() const { return steps_; }

    scene in;

private:
    plot plot_;
    int steps_ = 0;
};

class stage {
public:
    stage(play& p, int id) : play_(p), id_(id) {}
    asio::awaitable<void> async_enter() {
        co_await play_.step();
        play_.in.log.enter(id_);
    }
    asio::awaitable<void> async_exit(ambit::outcome const& out) {
        play_.in.log.exit(id_, look(out));
        co_await play_.step();
    }

private:
    play& play_;
    int id_;
};

asio::awaitable<void> body(play& p) {
    co_await p.step();
    p.in.log.body();
}

/// How a run ended, noted at the end of its trace.
enum class end : int { completed = 100, failed, cancelled };

template <class Block>
asio::awaitable<void> note_end(play& p, Block block) {
    end e = end::completed;
    try {
        co_await ambit::async_run(std::move(block));
    } catch (step_failure const&) {
        e = end::failed;
    } catch (boost::system::system_error const& thrown) {
        CHECK(thrown.code() == asio::error::operation_aborted);
        e = end::cancelled;
    }
    p.in.log.note(static_cast<int>(e));
}

template <int N>
trace real(plot const& what) {
    play p(what);
    auto const block = [&]<int... I>(std::integer_sequence<int, I...>) {
        return ambit::scope(stage(p, I)...) >> [&p] { return body(p); };
    };
    p.in.run(note_end(p, block(std::make_integer_sequence<int, N>())));
    CHECK(p.steps() <= 2 * N + 1);
    return p.in.log;
}

/// What the rules say of such a run.
class model {
public:
    explicit model(plot const& p) : plot_(p) {}

    trace run(int stages) {
        int entered = 0;
        while (entered != stages && step(true)) {
            log_.enter(entered++);
        }
        if (entered == stages && step(true)) {
            log_.body();
        }
        while (entered != 0) {
            log_.exit(--entered, now_ == end::completed ? seen::success
                                 : now_ == end::failed  ? seen::failure
                                                        : seen::cancelled);
            step(false);
        }
        return log_.note(static_cast<int>(now_));
    }

private:
    /// Whether a step completes. Cancelled before it, one that may be does not begin; while it
    /// waits, it is cut short if it waits for a timer. A failure never takes another's place.
    bool step(bool may_be_cancelled) {
        if (may_be_cancelled && cancelled_) {
            return fail(end::cancelled);
        }
        int const now = steps_++;
        cancelled_ = cancelled_ || now == plot_.cancelled_at;
        if (may_be_cancelled && cancelled_ && plot_.kind == waits_for::timer) {
            return fail(end::cancelled);
        }
        return now == plot_.fails_at ? fail(end::failed) : true;
    }
    bool fail(end e) {
        if (now_ == end::completed) {
            now_ = e;
        }
        return false;
    }

    plot plot_;
    trace log_;
    int steps_ = 0;
    bool cancelled_ = false;
    end now_ = end::completed;
};

void follows_the_model(int stages, trace const& log, plot const& p) {
    INFO(stages << " stages, fails at " << p.fails_at << ", cancelled at " << p.cancelled_at);
    CHECK(log == model(p).run(stages));
}
template <int N>
void check(plot const& p) {
    follows_the_model(N, real<N>(p), p);
}

/// Calls f for every number of stages, with the number of steps there are at most.
template <class F>
void up_to_four_stages(F f) {
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (f(std::integral_constant<int, N>(), 2 * N + 1), ...);
    }(std::make_integer_sequence<int, 5>());
}

}  // namespace

TEST_CASE("3.2 fails at every step: what entered exits once, in reverse") {
    up_to_four_stages([](auto stages, int steps) {
        for (int k = nowhere; k != steps; ++k) {
            check<stages()>({.kind = waits_for::turn, .fails_at = k});
            check<stages()>({.kind = waits_for::timer, .fails_at = k});
        }
    });
}

TEST_CASE("10.6 cancelled at every step: what entered exits once, in reverse, to its end") {
    up_to_four_stages([](auto stages, int steps) {
        for (int k = 0; k != steps; ++k) {
            check<stages()>({.kind = waits_for::turn, .cancelled_at = k});
            check<stages()>({.kind = waits_for::timer, .cancelled_at = k});
        }
    });
}

TEST_CASE("10.6 fails at any step, cancelled at any other") {
    up_to_four_stages([](auto stages, int steps) {
        for (int failing = 0; failing != steps; ++failing) {
            for (int k = 0; k != steps; ++k) {
                check<stages()>({waits_for::turn, failing, k});
            }
        }
    });
}
