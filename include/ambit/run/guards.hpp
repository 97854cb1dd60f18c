// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_GUARDS_HPP
#define AMBIT_RUN_GUARDS_HPP

#include <ambit/run/execution.hpp>

AMBIT_BEGIN
namespace detail {

/// A stage that is entered when it is declared, and exits when it goes out of scope.
template <class M>
struct guard {
    slot<M> entered;
    M& manager;

    AMBIT_ALWAYS_INLINE constexpr explicit guard(M& m) : entered(m), manager(m) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~guard() {
        if (entered.has_entered()) {
            static_cast<void>(entered.exit(manager, success));
        }
    }
};
/// The same for a manager that a factory makes.
template <class Made>
struct made_guard {
    Made manager;
    slot<::std::remove_reference_t<Made>> entered;

    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit made_guard(Call&& call)
        : manager(made_from<Made>::make(call)), entered(manager) {}
    made_guard(made_guard const&) = delete;
    made_guard& operator=(made_guard const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~made_guard() {
        if (entered.has_entered()) {
            static_cast<void>(entered.exit(manager, success));
        }
    }
};

template <::std::size_t I, class Execution, class Rest>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_guards(Execution& run,
                                                                      Rest const& rest);

/// Goes on inside stage I, unless that failed to enter by value.
template <::std::size_t I, class Execution, class Rest, class M>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_inside(Execution& run,
                                                                      Rest const& rest,
                                                                      slot<M>& entered) {
    if constexpr (slot<M>::fallible) {
        if (!entered.has_entered()) {
            using failed = ::std::remove_cv_t<typename Execution::body_result>;
            return typename Execution::result(
                detail::with_error<failed>(entered.entered.get().error()));
        }
    }
    if constexpr (Execution::taken.has[I]) {
        run.template publish<typename Execution::template part_at<I>>(entered);
    }
    return detail::enter_guards<I + 1>(run, rest);
}

/// Enters the stages that are guards, outermost first, then does the rest; the destructors of the
/// locals are the exits. Functions that are always inlined into one frame: compilers make of that
/// what they make of nested RAII. Four stages a function where possible, since inlining n functions
/// into one another copies the innermost n times.
template <::std::size_t I, class Execution, class Rest>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_guards(Execution& run,
                                                                      Rest const& rest) {
    if constexpr (I == Execution::guards) {
        return rest();
    } else if constexpr (Execution::parts::simple_guards(I) >= 4) {
        using outermost = typename Execution::template part_at<I>;
        using outer = typename Execution::template part_at<I + 1>;
        using inner = typename Execution::template part_at<I + 2>;
        using innermost = typename Execution::template part_at<I + 3>;
        guard<typename outermost::manager> a(outermost::source_in(run.stages));
        if constexpr (Execution::taken.has[outermost::index]) {
            run.template publish<outermost>(a.entered);
        }
        guard<typename outer::manager> b(outer::source_in(run.stages));
        if constexpr (Execution::taken.has[outer::index]) {
            run.template publish<outer>(b.entered);
        }
        guard<typename inner::manager> c(inner::source_in(run.stages));
        if constexpr (Execution::taken.has[inner::index]) {
            run.template publish<inner>(c.entered);
        }
        guard<typename innermost::manager> d(innermost::source_in(run.stages));
        if constexpr (Execution::taken.has[innermost::index]) {
            run.template publish<innermost>(d.entered);
        }
        return detail::enter_guards<I + 4>(run, rest);
    } else {
        using one = typename Execution::template part_at<I>;
        if constexpr (one::made) {
            made_guard<typename one::entry::classified::made> a(factory_call<one, Execution>{run});
            return detail::enter_inside<I>(run, rest, a.entered);
        } else {
            guard<typename one::manager> a(one::source_in(run.stages));
            return detail::enter_inside<I>(run, rest, a.entered);
        }
    }
}

}  // namespace detail
AMBIT_END

#endif
