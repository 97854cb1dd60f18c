// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_FRAME_HPP
#define AMBIT_RUN_FRAME_HPP

#include <ambit/run/attempt.hpp>
#include <ambit/run/execution.hpp>

#include <cstddef>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class... E>
[[nodiscard]] constexpr bool is_one_of(failure& f, list<E...>) noexcept {
    return (f.template suppressed_as<E>() || ...);
}
/// Whether the failure is one that a stage declares to suppress.
template <class Facts>
[[nodiscard]] constexpr bool may_suppress(failure& f) noexcept {
    return (Facts::summary::suppresses_everything && f.suppressed_by_everything()) ||
           detail::is_one_of(f, typename Facts::suppressed());
}

/// Room for stage I of a frame.
template <::std::size_t I, class E>
struct cell {
    late<slot<E>> room;
};

/// The stages First to Last of a run under one handler: room for what they enter with.
template <class Execution, ::std::size_t First, class Indices>
struct frame;
template <class Execution, ::std::size_t First, ::std::size_t... I>
struct frame<Execution, First, ::std::index_sequence<I...>>
    : cell<First + I, typename Execution::template entry<First + I>>... {
    static constexpr ::std::size_t first = First;
    static constexpr ::std::size_t last = First + sizeof...(I);
    using stages_type = typename Execution::stages_type;
    template <::std::size_t J>
    using entry = typename Execution::template entry<J>;

    template <::std::size_t J>
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr late<slot<entry<J>>>& at() noexcept {
        return static_cast<cell<J, entry<J>>&>(*this).room;
    }

    /// Enters the stages in order. `n` is the first that is not entered, at any time.
    /// Returns false at the first that failed by value, which `n` then names.
    AMBIT_ALWAYS_INLINE constexpr bool enter_all(Execution& run, ::std::size_t& n) {
        return (enter<First + I>(run, n) && ...);
    }
    /// Exits them in reverse, all being well. `n` is the last that is not exited yet, plus one.
    AMBIT_ALWAYS_INLINE constexpr void exit_all(stages_type& stages, ::std::size_t& n) {
        (exit_after_success<last - 1 - I>(stages, n), ...);
    }
    /// Exits those below `n` in reverse, with the failure as it stands.
    AMBIT_ALWAYS_INLINE constexpr void exit_below(stages_type& stages, failure& f,
                                                  ::std::size_t& n) {
        ((n == last - I ? exit_after_failure<last - 1 - I>(stages, f, n) : void()), ...);
    }

private:
    template <::std::size_t J>
    AMBIT_ALWAYS_INLINE constexpr bool enter(Execution& run, ::std::size_t& n) {
        slot<entry<J>>& entered = at<J>().construct(run.stages, run.resources);
        if constexpr (slot<entry<J>>::fallible) {
            if (!entered.entered.get().has_value()) {
                return false;
            }
        }
        n = J + 1;
        entered.publish(run.resources);
        return true;
    }

    /// Destroys what a stage entered with, right after its exit, whether that threw or not.
    template <class Late>
    struct end_of {
        Late& room;
        AMBIT_ALWAYS_INLINE constexpr ~end_of() noexcept(noexcept(room.destroy())) {
            room.destroy();
        }
    };
    /// Calls the exit and says whether it would have a failure suppressed.
    template <::std::size_t J>
    AMBIT_ALWAYS_INLINE constexpr bool exit(stages_type& stages, outcome const& o) noexcept(
        part<entry<J>>::quiet) {
        end_of<late<slot<entry<J>>>> const end{at<J>()};
        if constexpr (part<entry<J>>::facts::returns_bool) {
            return end.room.value.exit(stages, o);
        } else {
            end.room.value.exit(stages, o);
            return true;
        }
    }
    template <::std::size_t J>
    AMBIT_ALWAYS_INLINE constexpr void exit_after_success(stages_type& stages, ::std::size_t& n) {
        n = J;
        exit<J>(stages, success);
    }
    template <::std::size_t J>
    AMBIT_ALWAYS_INLINE constexpr void exit_after_failure(stages_type& stages, failure& f,
                                                          ::std::size_t& n) {
        using facts = typename part<entry<J>>::facts;
        n = J;
        outcome const o(f);
        bool const suppresses = exit<J>(stages, o);
        if constexpr (facts::suppresses) {
            if (suppresses && f.failing() && detail::may_suppress<facts>(f)) {
                f.clear();
            }
        }
    }
};

template <class Execution, ::std::size_t First>
using frame_from = frame<Execution, First,
                         ::std::make_index_sequence<Execution::segment_end(First) - First>>;

/// Exits what a frame has entered, in reverse, when there is a failure (or was, until a stage
/// suppressed it). Nothing leaves it but the forced unwinding of the thread.
///
/// Out of line and the only place where exits see a failure, so that no handler is spent on a stage
/// and the way of a success stays short.
template <class Execution, class Frame>
AMBIT_COLD constexpr void unwind(typename Execution::stages_type& stages, Frame& frame, failure& f,
                                 ::std::size_t n) {
    while (n != Frame::first) {
        detail::attempt([&] { frame.exit_below(stages, f, n); },
                        [&] {
                            set_aside_room<Execution::set_aside_capacity> room;
                            failure forced(room.data());
                            forced.forced(n);
                            detail::unwind<Execution>(stages, frame, forced, n);
                        },
                        [&] { f.exit_threw(Execution::policy(n), ::std::current_exception(), n); });
    }
}

}  // namespace detail
AMBIT_END

#endif
