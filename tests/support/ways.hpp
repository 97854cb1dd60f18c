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

// More mixtures for the compiler that makes mistakes with coroutines, once: they take long to
// compile.
#if defined(__clang__) || !defined(__OPTIMIZE__)
#    define AMBIT_TEST_MORE_WAYS 0
#else
#    define AMBIT_TEST_MORE_WAYS 1
#endif

namespace test {

/// A way to run a row of a table: the probes as they are in `run`, or the asynchronous forms of
/// some in `async_run`, where what is awaited is ready at once, or suspends.
/// @tparam Even, Odd whether stages are awaited, by their index. @tparam Body whether the body is.
template <bool IsAsync, bool Even, bool Odd, bool Body>
class way {
public:
    explicit way(bool suspends) : suspends_(suspends) {}
    way(way const&) = delete;
    way& operator=(way const&) = delete;

    /// `ambit::scope` of these managers and factories of managers.
    template <class... X>
    [[nodiscard]] auto scope(X... x) {
        return scope_at(std::index_sequence_for<X...>(), std::move(x)...);
    }
    template <class F>
    [[nodiscard]] auto body(F f) {
        if constexpr (!Body) {
            return f;
        } else {
            return [this, f]<class... R>(R&... r) mutable
                requires std::is_invocable_v<F&, R&...>
            { return later(loop(), [&f, &r...]() -> decltype(auto) { return f(r...); }); };
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

    /// How often it suspended.
    [[nodiscard]] int suspensions() const { return loop_.steps(); }

private:
    [[nodiscard]] event_loop* loop() { return suspends_ ? &loop_ : nullptr; }
    template <bool IsAwaited, class X>
    [[nodiscard]] auto stage(X x) {
        if constexpr (!IsAwaited) {
            return x;
        } else if constexpr (ambit::manager<X>) {
            return asynchronous<X>(std::move(x), loop());
        } else {
            return [this, x] { return stage<true>(x()); };
        }
    }
    template <std::size_t... I, class... X>
    [[nodiscard]] auto scope_at(std::index_sequence<I...>, X... x) {
        return ambit::scope(stage < I % 2 == 0 ? Even : Odd > (std::move(x))...);
    }

    event_loop loop_;
    bool suspends_;
};

template <class Way, class F>
void ready_and_suspending(F const& f) {
    for (bool const suspends : {false, true}) {
        Way w(suspends);
        f(w);
    }
}
/// Calls f with each way of an asynchronous run.
template <class F>
void for_each_async_way(F const& f) {
    ready_and_suspending<way<true, true, true, true>>(f);
    ready_and_suspending<way<true, true, false, false>>(f);
#if AMBIT_TEST_MORE_WAYS
    ready_and_suspending<way<true, false, true, true>>(f);
    ready_and_suspending<way<true, false, false, true>>(f);
#endif
}
template <class F>
void for_each_way(F const& f) {
    way<false, false, false, false> synchronously(false);
    f(synchronously);
    for_each_async_way(f);
}

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

/// A row of the table: a block, made by `row(way, log)`, and its trace, the same however it is run.
template <class Row>
void every_way(Row const& row, trace const& expected) {
    for_each_way([&](auto& w) {
        trace log;
        note_end(log, w, row(w, log));
        CHECK(log == expected);
    });
}

}  // namespace test

#endif
