// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_RUN_HPP
#define AMBIT_RUN_RUN_HPP

#include <ambit/analysis/judge.hpp>
#include <ambit/run/guards.hpp>

AMBIT_BEGIN
namespace detail {

/// Runs stages and body, of which all rules hold. The lowering is chosen from the types (rule 9.5):
/// guards are destructors in one frame; what is inside the first stage that is none, under one
/// handler.
template <class Subject>
AMBIT_ALWAYS_INLINE constexpr result_of<Subject> execute(typename Subject::stages_type& stages,
                                                         typename Subject::body& body) {
    using execution = detail::execution<Subject>;
    execution run{stages, body};
    return detail::enter_guards<0>(run);
}

/// Stands for the result of a run that is refused, so that its type gives no second error.
template <class T>
[[noreturn]] T refused() noexcept {
    ::std::terminate();
}

template <class Subject>
inline constexpr bool runs_noexcept = [] {
    using T = typename Subject::result;
    constexpr bool quiet =
        plan_of<Subject, typename Subject::entries, typename Subject::stages>::is_nothrow;
    if constexpr (quiet && ::std::is_object_v<T> && ::std::is_move_constructible_v<T>) {
        return ::std::is_nothrow_move_constructible_v<T>;
    } else {
        return quiet;
    }
}();

/// A block to run; an lvalue may run again.
template <class Block>
using run_of =
    subject_of<Block, ::std::is_lvalue_reference_v<Block> ? usage::run_again : usage::run>;

/// A class, since compilers print it as it stands where they would write an alias out.
template <class Block>
struct run_returns {
    using type = result_of<run_of<Block>>;
};

struct run_fn {
    template <class Block>
        requires a_block<Block>
    constexpr auto operator()(Block&& block) const noexcept(runs_noexcept<run_of<Block>>) ->
        typename run_returns<Block>::type {
        using judged = run_of<Block>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        static_cast<void>(accepted);
        if constexpr (may_execute<judged>) {
            return detail::execute<judged>(block.chain_, block.body_);
        } else {
            return detail::refused<result_of<judged>>();
        }
    }
    template <class P>
        requires(!a_block<P>)
    constexpr unknown_result operator()(P&&) const noexcept {
        constexpr bool has_body = a_block<P>;
        static_assert(has_body, "[ambit.body] run takes a block: close a pipeline with >> body");
        return {};
    }
};

}  // namespace detail

/// @brief `run(block)`: enters the stages left to right, calls the body, exits in reverse order.
///
/// Requires: every rule of docs/rules.md holds for the block. An rvalue is consumed; an lvalue may
/// run again. Effects: every stage whose enter completed is exited exactly once, whatever happens.
/// Returns: `result_t<Block>`. Throws: the failure of an enter, a factory, the body or an exit,
/// unless a stage suppressed it.
inline constexpr detail::run_fn run{};

AMBIT_END

#endif
