// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_HANDLER_HPP
#define AMBIT_RUN_HANDLER_HPP

#include <ambit/run/frame.hpp>

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
        frame.enter_all(run, n);
        if constexpr (::std::is_void_v<result>) {
            run.call_body();
            frame.exit_all(run.stages, n);
            return;
        } else if constexpr (::std::is_reference_v<result>) {
            result r = run.call_body();
            frame.exit_all(run.stages, n);
            return static_cast<result>(r);
        } else if constexpr (::std::is_move_constructible_v<result>) {
            result r = run.call_body();
            frame.exit_all(run.stages, n);
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
