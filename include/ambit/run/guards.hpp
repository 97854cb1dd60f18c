// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_GUARDS_HPP
#define AMBIT_RUN_GUARDS_HPP

#include <ambit/run/execution.hpp>

#include <optional>

AMBIT_BEGIN
namespace detail {

/// Exits one stage when it goes out of scope.
template <class E, class Stages>
struct guard {
    slot<E>& entered;
    Stages& stages;

    AMBIT_ALWAYS_INLINE constexpr guard(slot<E>& s, Stages& all) noexcept
        : entered(s), stages(all) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~guard() { static_cast<void>(entered.exit(stages, success)); }
};

/// Enters the stages that are guards, outermost first, then does the rest; the destructors of the
/// locals are the exits. One local slot and one local guard a stage, in functions that are always
/// inlined into one frame: compilers make of that what they make of nested RAII.
template <::std::size_t I, class Execution, class Rest>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_guards(Execution& run,
                                                                      Rest const& rest) {
    if constexpr (I == Execution::guards) {
        return rest();
    } else {
        using entry = typename Execution::template entry<I>;
        slot<entry> entered(run.stages, run.resources);
        if constexpr (slot<entry>::fallible) {
            if (!entered.entered.get().has_value()) {
                return typename Execution::result(
                    detail::with_error<::std::remove_cv_t<typename Execution::body_result>>(
                        entered.entered.get().error()));
            }
        }
        guard<entry, typename Execution::stages_type> const exit_at_end(entered, run.stages);
        entered.publish(run.resources);
        return detail::enter_guards<I + 1>(run, rest);
    }
}

}  // namespace detail
AMBIT_END

#endif
