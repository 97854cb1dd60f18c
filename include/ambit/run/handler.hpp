// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_HANDLER_HPP
#define AMBIT_RUN_HANDLER_HPP

#include <ambit/run/returned.hpp>
#include <ambit/run/segments.hpp>

// What follows cannot be foreseen: compilers would keep what a handler reads in registers, and
// spend on moving it, edge by edge, more than they save.
#if defined(__GNUC__)
#    define AMBIT_OPAQUE(variable) asm("" : "+r"(variable))
#else
#    define AMBIT_OPAQUE(variable) static_cast<void>(0)
#endif

AMBIT_BEGIN
namespace detail {

/// How far a run is, and its failure, once there is one. Both are in memory, at one address, so
/// that where something is thrown there is a call, and nothing else.
/// @tparam Count for few stages a small type: setting it is felt in the size of the code.
template <class Count>
struct progress {
    late<failure> failed_with{};
    /// The first stage that is not entered; while exiting, the one that is being exited.
    Count n;
    bool failed = false;
    bool has_failed = false;  // even if that was suppressed

    constexpr progress() noexcept {}  // NOLINT: whoever enters the first stage sets n
};

/// In a handler, which is left next: what it caught is the failure.
template <class Count>
AMBIT_COLD void begin_failure(progress<Count>& p, ::std::exception_ptr* set_aside) noexcept {
    p.failed_with.construct(set_aside);
    p.failed_with.value.caught(p.n);
    p.failed = p.has_failed = true;
}
/// The same for what an exit threw.
template <policy_set Policies, class Count>
AMBIT_COLD void merge_failure(progress<Count>& p, ::std::exception_ptr* set_aside,
                              exit_policy policy) noexcept {
    if (p.failed) {
        p.failed_with.value.template exit_was_caught<Policies>(policy, p.n);
    } else {
        detail::begin_failure(p, set_aside);
    }
}
/// @tparam Quiet no exit throws, so that nothing was set aside.
template <bool Quiet, class Count>
[[noreturn]] AMBIT_COLD void rethrow(progress<Count>& p) {
    if constexpr (!Quiet) {
        end_of<failure> const end{p.failed_with.value};
        p.failed_with.value.rethrow();
    } else {
        p.failed_with.value.rethrow();
    }
}

/// The stages of a run that are under one handler.
template <class Execution, ::std::size_t First>
struct handled_frame : progress<choose_t<(Execution::size < 256), unsigned char, ::std::size_t>>,
                       frame_from<Execution, First> {
    /// What exits are told of: without the frame, whose name lists all stages.
    [[nodiscard]] constexpr auto& so_far() noexcept {
        return static_cast<progress<decltype(this->n)>&>(*this);
    }
};

/// Calls the body for a result that cannot be moved. It is constructed where the caller wants it;
/// the exits, which do not throw, run in a destructor after that, unless the body failed.
template <class Execution, class Frame>
constexpr typename Execution::result call_in_place(Execution& run, Frame& frame) {
    struct exits {
        Execution& run;
        Frame& frame;
        bool failed = false;
        constexpr ~exits() {
            if (!failed) {
                ::std::size_t n = Frame::last;
                frame.exit_from(run.stages, n, frame.so_far(),
                                settled_outcome(frame.failed_with.value, false,
                                                null_exception_bytes));
            }
        }
    } after{run, frame};
    AMBIT_TRY { return run.call_body(); }
    AMBIT_CATCH {
        after.failed = true;
        AMBIT_RETHROW;
    }
}

/// Exits the stages below n, where that failed to enter by value, and returns its error.
template <class Execution, class Frame>
AMBIT_COLD constexpr typename Execution::result fail_at(Execution& run, Frame& frame,
                                                        ::std::size_t n) {
    run_state<Execution> state(run);
    AMBIT_TRY { detail::fail_to_enter_at(n, state, frame, typename Frame::parts()); }
    AMBIT_CATCH { state.caught(n); }
    detail::unwind<Execution>(run.stages, frame, state.room.value, n);
    return state.end(state.room.value.failing() ? ending::failed : ending::suppressed);
}

/// Runs the stages from First on, and the body, under one handler.
///
/// The handler is left before the exits run, so that there is one place where they do, whether
/// there is a failure or not: a second one would double the code, and a failure that is suppressed
/// must not stay current.
template <::std::size_t First, class Execution>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result run_handled(Execution& run) {
    using parts = typename Execution::parts;
    using body_result = typename Execution::body_result;
    using frame_type = handled_frame<Execution, First>;
    constexpr bool in_place =
        ::std::is_object_v<body_result> && !::std::is_move_constructible_v<body_result>;
    frame_type frame;
    [[maybe_unused]] set_aside_room<Execution::set_aside_capacity> set_aside;
    [[maybe_unused]] returned<choose_t<in_place, void, body_result>> from_body;
    [[maybe_unused]] body_error<body_result> error;
    [[maybe_unused]] bool has_result = false;
    unsigned char const* thrown = null_exception_bytes;
    ::std::size_t n = frame.last;
    // Nobody sees it if the outermost stage fails.
    if (!frame.enter(run, frame.n, typename frame_type::outermost())) {
        if constexpr (parts::fallible) {
            return detail::fail_at(run, frame, First);
        }
    }
    AMBIT_TRY {
        if (!frame.enter(run, frame.n, typename frame_type::others())) {
            if constexpr (parts::fallible) {
                return detail::fail_at(run, frame, ::std::exchange(frame.n, First));
            }
        }
        if constexpr (in_place) {
            return detail::call_in_place(run, frame);
        } else {
            from_body.call_body(run);
        }
        has_result = true;
        if constexpr (expected_like<body_result>) {
            if (!from_body.get().has_value()) {
                frame.failed_with.construct(set_aside.data());
                frame.failed_with.value.by_value(error.of(from_body.get()), Execution::size);
                frame.failed = frame.has_failed = true;
            }
        }
    }
    AMBIT_CATCH {
        auto* place = &frame;
        AMBIT_OPAQUE(place);
        detail::begin_failure(*place, set_aside.data());
        thrown = place->failed_with.value.exception_bytes();
        AMBIT_OPAQUE(thrown);
        from_body.seems_kept();
        n = place->n;
    }
    auto& f = frame.failed_with.value;
    if constexpr (frame.is_quiet) {
        frame.exit_from(run.stages, n, frame.so_far(), settled_outcome(f, frame.failed, thrown));
    } else {
        while (true) {
            AMBIT_TRY {
                frame.exit_from(run.stages, n, frame.so_far(),
                                settled_outcome(f, frame.failed, thrown));
                break;
            }
            AMBIT_CATCH {
                frame.n = static_cast<decltype(frame.n)>(n);
                detail::merge_failure<parts::policies>(frame, set_aside.data(), parts::policy(n));
                thrown = f.exception_bytes();
            }
        }
    }
    bool is_error = false;  // the result is one that the body returned
    if constexpr (expected_like<body_result>) {
        is_error = frame.failed && (Execution::is_nothrow || f.is(failure::kind::by_value));
        if constexpr (!frame.is_quiet) {
            if (is_error) {
                frame.failed_with.destroy();
            }
        }
    }
    if constexpr (in_place) {
        detail::rethrow<frame.is_quiet>(frame);
    } else {
        if (frame.has_failed && !is_error) [[unlikely]] {
            if constexpr (Execution::may_suppress || expected_like<body_result> ||
                          !frame.is_quiet) {
                if (has_result) {
                    from_body.drop();
                }
            }
            if constexpr (!Execution::is_nothrow) {
                if (!Execution::may_suppress || frame.failed) {
                    detail::rethrow<frame.is_quiet>(frame);
                }
            }
        }
        return detail::result_from<typename Execution::result>(from_body,
                                                               !frame.has_failed || is_error);
    }
}

}  // namespace detail
AMBIT_END

#undef AMBIT_OPAQUE

#endif
