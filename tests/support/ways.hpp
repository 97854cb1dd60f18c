// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_WAYS_HPP
#define AMBIT_TESTS_SUPPORT_WAYS_HPP

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace test {

/// How a step of a run is taken: by a call, or awaited, by an awaitable that is ready at once or by
/// one that suspends.
enum class pace { called, ready, suspends };

/// A way to run a row of a table: the probes as they are in `run`, or their asynchronous forms in
/// `async_run`.
/// @tparam Even, Odd the pace of stages by their index. @tparam Body the body's.
template <bool IsAsync, pace Even, pace Odd, pace Body>
class way {
public:
    static constexpr bool is_async = IsAsync;

    /// `ambit::scope` of these managers and factories of managers.
    template <class... X>
    [[nodiscard]] auto scope(X... x) {
        return scope_at(std::index_sequence_for<X...>(), std::move(x)...);
    }
    template <class F>
    [[nodiscard]] auto body(F f) {
        if constexpr (Body == pace::called) {
            return f;
        } else {
            return [this, f]<class... R>(R&... r) mutable
                requires std::is_invocable_v<F&, R&...>
            { return later(loop_of<Body>(), [&f, &r...]() -> decltype(auto) { return f(r...); }); };
        }
    }
    template <class Block>
    decltype(auto) run(Block block) {
        if constexpr (IsAsync) {
            return drive(loop_, ambit::async_run(std::move(block)));
        } else {
            return ambit::run(std::move(block));
        }
    }
    /// Whether it suspended as often as it looks: once for each step that does.
    [[nodiscard]] int suspensions() const { return loop_.steps(); }

private:
    template <pace P>
    [[nodiscard]] event_loop* loop_of() {
        return P == pace::suspends ? &loop_ : nullptr;
    }
    template <pace P, class X>
    [[nodiscard]] auto stage(X x) {
        if constexpr (P == pace::called) {
            return x;
        } else if constexpr (ambit::manager<X>) {
            return asynchronous<X>(std::move(x), loop_of<P>());
        } else {
            return [this, x] { return stage<P>(x()); };
        }
    }
    template <std::size_t... I, class... X>
    [[nodiscard]] auto scope_at(std::index_sequence<I...>, X... x) {
        return ambit::scope(stage < I % 2 == 0 ? Even : Odd > (std::move(x))...);
    }

    event_loop loop_;
};

using synchronously = way<false, pace::called, pace::called, pace::called>;
using with_ready_stages = way<true, pace::ready, pace::ready, pace::called>;
using with_suspensions = way<true, pace::suspends, pace::suspends, pace::suspends>;
using with_every_other_called = way<true, pace::called, pace::suspends, pace::ready>;
using with_every_other_awaited = way<true, pace::suspends, pace::called, pace::called>;
using with_the_body_alone = way<true, pace::called, pace::called, pace::suspends>;

/// How a run ended, as a note at the end of its trace; a failure is noted by who failed.
inline constexpr int completed = 1000;
inline constexpr int suppressed = 1001;
inline constexpr int cancelled = 1002;
inline constexpr int aggregated = 1003;
inline constexpr int body_failed = -1;

/// Runs a block and notes how it ended, and what it returned if that is an int.
template <class Way, class Block>
void note_end(trace& log, Way& w, Block block) {
    using result = ambit::result_t<Block>;
    try {
        if constexpr (std::is_void_v<result>) {
            w.run(std::move(block));
            log.note(completed);
        } else if constexpr (std::is_same_v<result, bool>) {
            log.note(w.run(std::move(block)) ? completed : suppressed);
        } else if constexpr (std::is_same_v<result, int>) {
            log.note(completed).note(w.run(std::move(block)));
        } else {
            auto const maybe = w.run(std::move(block));
            maybe ? log.note(completed).note(*maybe) : log.note(suppressed);
        }
    } catch (failure const& f) {
        log.note(f.who);
    } catch (ambit::cancelled const&) {
        log.note(cancelled);
    } catch (ambit::aggregate_error const&) {
        log.note(aggregated);
    }
}

template <class Way, class Row>
[[nodiscard]] trace trace_of(Row row) {
    trace log;
    Way w;
    note_end(log, w, row(w, log));
    return log;
}

/// A row of the table: a block, made by `row(way, log)`, and its trace, the same however it is run.
template <class Row>
void every_way(Row row, trace const& expected) {
    CHECK(trace_of<synchronously>(row) == expected);
    CHECK(trace_of<with_ready_stages>(row) == expected);
    CHECK(trace_of<with_suspensions>(row) == expected);
    CHECK(trace_of<with_every_other_called>(row) == expected);
    CHECK(trace_of<with_every_other_awaited>(row) == expected);
    CHECK(trace_of<with_the_body_alone>(row) == expected);
}

}  // namespace test

#endif
