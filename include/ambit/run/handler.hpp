// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_HANDLER_HPP
#define AMBIT_RUN_HANDLER_HPP

#include <ambit/run/segments.hpp>

AMBIT_BEGIN
namespace detail {

/// Calls the body for a result that cannot be moved. It is constructed where the caller wants it;
/// the exits, which do not throw, run in a destructor after that, unless the body failed.
template <class Execution, class Frame>
constexpr typename Execution::result call_in_place(Execution& run, Frame& frame, ::std::size_t& n) {
    struct exits {
        Execution& run;
        Frame& frame;
        ::std::size_t& n;
        bool failed = false;
        constexpr ~exits() {
            if (!failed) {
                frame.exit_all(run.stages, n);
            }
        }
    } after{run, frame, n};
    AMBIT_TRY { return run.call_body(); }
    AMBIT_CATCH {
        after.failed = true;
        AMBIT_RETHROW;
    }
}

/// Exits what a frame has entered, all of it, since the body returned the error e. That stays the
/// run's failure, unless an exit throws what takes its place.
template <class Execution, class Frame, class E>
AMBIT_COLD constexpr void fail_by_value(typename Execution::stages_type& stages, Frame& frame,
                                        E const& e) noexcept(Execution::set_aside_capacity == 0) {
    set_aside_room<Execution::set_aside_capacity> set_aside;
    failure f(set_aside.data());
    f.by_value(e, Execution::size);
    detail::unwind<Execution>(stages, frame, f, Frame::last);
    if (!f.is(failure::kind::by_value)) {
        ::std::rethrow_exception(f.exception());
    }
}
/// The same where nothing in the run throws, and so no other function needs the frame in memory:
/// inlined, this one does not either, and resources stay in registers. The failure owns nothing
/// that its destructor, a function out of line, would have to end.
template <class Execution, class Frame, class E>
AMBIT_ALWAYS_INLINE constexpr void fail_quietly(typename Execution::stages_type& stages,
                                                Frame& frame, E const& e) {
    late<failure> room;
    room.construct(nullptr);
    room.value.by_value(e, Execution::size);
    ::std::size_t n = Frame::last;
    frame.exit_below(stages, room.value, n);
}
/// Exits what a frame has entered if the body returned an error.
/// @param n is First as soon as all exits are being done: what is thrown then is not theirs to see.
template <::std::size_t First, class Execution, class Frame, class Result>
AMBIT_ALWAYS_INLINE constexpr bool exits_with_error(Execution& run, Frame& frame, ::std::size_t& n,
                                                    Result& returned) {
    if constexpr (expected_like<Result>) {
        if (!returned.has_value()) [[unlikely]] {
            stable_error<Result> error;
            auto const& e = error.of(returned);
            if constexpr (Execution::is_nothrow) {
                detail::fail_quietly<Execution>(run.stages, frame, e);
            } else {
                n = First;
                detail::fail_by_value<Execution>(run.stages, frame, e);
            }
            return true;
        }
    }
    return false;
}

/// Exits the stages below n, where that failed to enter by value, and returns its error.
template <class Execution, class Frame>
AMBIT_COLD constexpr typename Execution::result fail_at(Execution& run, Frame& frame,
                                                        ::std::size_t n) {
    run_state<Execution> state(run);
    AMBIT_TRY { detail::fail_to_enter_at(n, state, frame, typename Frame::parts()); }
    AMBIT_CATCH {
        state.fail().thrown(::std::current_exception(), n);
        if (state.room.value.is(failure::kind::forced)) {
            detail::unwind<Execution>(run.stages, frame, state.room.value, n);
            AMBIT_RETHROW;
        }
    }
    detail::unwind<Execution>(run.stages, frame, state.room.value, n);
    if (!state.room.value.is(failure::kind::by_value)) {
        ::std::rethrow_exception(state.room.value.exception());
    }
    return state.result.take();
}

/// Runs the stages from First on, and the body, under one handler whose result is the body's own:
/// nothing can suppress a failure, so that what the body returns goes straight to the caller.
///
/// The handler is left before the exits run: while a thread that is being cancelled is in a handler
/// of another exception, the C++ runtime terminates the program. What is outlined is given n by
/// value, and there are no closures: what those refer to would have to be in memory all the time.
template <::std::size_t First, class Execution>
constexpr typename Execution::result run_direct(Execution& run) {
    using result = typename Execution::result;
    frame_from<Execution, First> frame;
    ::std::size_t n = First;
    [[maybe_unused]] caught_exception thrown;
    AMBIT_TRY {
        if (!frame.enter_all(run, n)) {
            if constexpr (Execution::parts::fallible) {
                return detail::fail_at(run, frame, ::std::exchange(n, First));
            }
        }
        if constexpr (::std::is_void_v<result>) {
            run.call_body();
            frame.exit_all(run.stages, n);
            return;
        } else if constexpr (::std::is_reference_v<result>) {
            result r = run.call_body();
            if (!detail::exits_with_error<First>(run, frame, n, r)) {
                frame.exit_all(run.stages, n);
            }
            return static_cast<result>(r);
        } else if constexpr (::std::is_move_constructible_v<result>) {
            result r = run.call_body();
            if (!detail::exits_with_error<First>(run, frame, n, r)) {
                frame.exit_all(run.stages, n);
            }
            return r;
        } else {
            return detail::call_in_place(run, frame, n);
        }
    }
    AMBIT_CATCH {
        if (!thrown.keep()) {
            detail::fail<Execution>(run.stages, frame, n, thrown);
            AMBIT_RETHROW;
        }
    }
    detail::fail<Execution>(run.stages, frame, n, thrown);
    detail::rethrow(thrown);
}

}  // namespace detail
AMBIT_END

#endif
