// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_HANDLER_HPP
#define AMBIT_RUN_HANDLER_HPP

#include <ambit/run/frame.hpp>

AMBIT_BEGIN
namespace detail {

/// Runs the stages from First on, and the body, under one handler whose result is the body's own:
/// nothing can suppress a failure, so that what the body returns goes straight to the caller, and a
/// failure is torn down within the handler and thrown on.
template <::std::size_t First, class Execution>
constexpr typename Execution::result run_direct(Execution& run) {
    using result = typename Execution::result;
    frame_from<Execution, First> frame;
    ::std::size_t n = First;
    return detail::attempt(
        [&]() -> result {
            frame.enter_all(run, n);
            if constexpr (::std::is_void_v<result>) {
                run.call_body();
                frame.exit_all(run.stages, n);
            } else if constexpr (::std::is_reference_v<result>) {
                result r = run.call_body();
                frame.exit_all(run.stages, n);
                return static_cast<result>(r);
            } else if constexpr (::std::is_move_constructible_v<result>) {
                result r = run.call_body();
                frame.exit_all(run.stages, n);
                return r;
            } else {
                // Constructed where the caller wants it; the exits, which do not throw, run in a
                // destructor after that, unless the body failed.
                struct exits {
                    Execution& run;
                    frame_from<Execution, First>& entered;
                    ::std::size_t& n;
                    bool failed = false;
                    constexpr ~exits() {
                        if (!failed) {
                            entered.exit_all(run.stages, n);
                        }
                    }
                } after{run, frame, n};
                return detail::attempt([&]() -> result { return run.call_body(); },
                                       [&] { after.failed = true; },
                                       [&]() -> result {
                                           after.failed = true;
                                           detail::rethrow();
                                       });
            }
        },
        [&] {
            set_aside_room<Execution::set_aside_capacity> room;
            failure f(room.data());
            f.forced(n);
            detail::unwind<Execution>(run.stages, frame, f, n);
        },
        [&]() -> result {
            set_aside_room<Execution::set_aside_capacity> room;
            failure f(room.data());
            f.thrown(::std::current_exception(), n);
            detail::unwind<Execution>(run.stages, frame, f, n);
            if (f.is_new()) {
                ::std::rethrow_exception(f.exception());
            }
            detail::rethrow();
        });
}

}  // namespace detail
AMBIT_END

#endif
