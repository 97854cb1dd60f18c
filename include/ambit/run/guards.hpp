// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_GUARDS_HPP
#define AMBIT_RUN_GUARDS_HPP

#include <ambit/run/handler.hpp>

AMBIT_BEGIN
namespace detail {

/// What entering brings needs no end and no question, so that a guard can be an aggregate.
template <class M, class Entered>
inline constexpr bool enters_simply =
    ::std::is_trivially_destructible_v<Entered> && !manager_facts<M>::enter_is_fallible;
template <class M>
inline constexpr bool enters_simply<M, void> = true;

/// A stage that is entered when it is declared, and exits when it goes out of scope.
template <class M, class Entered = entered_t<sync_form, M>, bool Simply = enters_simply<M, Entered>>
struct guard : slot<members_t<M>, Entered> {
    members_t<M> members;

    AMBIT_ALWAYS_INLINE constexpr explicit guard(members_t<M> m)
        : slot<members_t<M>, Entered>(m), members(m) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~guard() {
        if constexpr (manager_facts<M>::enter_is_fallible) {
            if (!this->entered.has_value()) {
                return;
            }
        }
        static_cast<void>(detail::exit_entered<manager_facts<M>>(members, this->entered, success));
    }
};
// Aggregates that call the exit, which does not look at the outcome, themselves: a constructor and
// `exit_entered` would be two more functions to compile for each stage.
template <class M, class Entered>
struct guard<M, Entered, true> {
    members_t<M> members;
    Entered entered = members.enter();

    AMBIT_ALWAYS_INLINE constexpr ~guard() {
        if constexpr (manager_facts<M>::exit::takes_resource) {
            static_cast<void>(members.exit(entered));
        } else {
            static_cast<void>(detail::leave(members, success));
        }
    }
};
template <class M>
struct guard<M, void, true> {
    members_t<M> members;
    [[no_unique_address]] nothing entered = (members.enter(), nothing());

    AMBIT_ALWAYS_INLINE constexpr ~guard() { static_cast<void>(detail::leave(members, success)); }
};
/// The same for a manager that a factory makes.
template <class Made, class M = ::std::remove_reference_t<Made>>
struct made_guard : made_slot<Made> {
    using made_slot<Made>::made_slot;
    AMBIT_ALWAYS_INLINE constexpr ~made_guard() {
        if constexpr (manager_facts<M>::enter_is_fallible) {
            if (!this->entered.has_value()) {
                return;
            }
        }
        members_t<M> members = static_cast<members_t<M>>(this->manager);
        static_cast<void>(detail::exit_entered<manager_facts<M>>(members, this->entered, success));
    }
};

/// What is inside the guards: the body, or stages that need a handler, and the body.
template <class Execution>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result run_inside(Execution& run) {
    if constexpr (Execution::guards == Execution::size) {
        return run.call_body();
    } else if constexpr (Execution::under_one_handler) {
        return detail::run_handled<Execution::guards>(run);
    } else {
        return detail::run_segments<Execution::guards>(run);
    }
}

template <::std::size_t I, class Execution>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_guards(Execution& run);

/// Goes on inside stage I, unless that failed to enter by value.
template <::std::size_t I, class Execution, class Entered>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_inside(
    Execution& run, [[maybe_unused]] Entered& entered) {
    using one = typename Execution::template part_at<I>;
    if constexpr (one::fallible) {
        if (!entered.has_value()) {
            using failed = ::std::remove_cv_t<typename Execution::body_result>;
            return typename Execution::result(detail::with_error<failed>(entered.error()));
        }
    }
    using place = typename Execution::template place_of<one>;
    detail::publish<one::fallible>(static_cast<place&>(run.resources), entered);
    return detail::enter_guards<I + 1>(run);
}

// Enters the stage that is N further in, a guard, for the rest of the block.
#define AMBIT_GUARD(N)                                                                       \
    using part_##N = typename Execution::template part_at<I + N>;                            \
    guard<typename part_##N::manager> guard_##N{static_cast<typename part_##N::members>(     \
        static_cast<typename Execution::template storage_of<part_##N>&>(run.stages).stage)}; \
    detail::publish<false>(static_cast<typename Execution::template place_of<part_##N>&>(    \
                               run.resources),                                               \
                           guard_##N.entered)

/// Enters the stages that are guards, outermost first, then does the rest; the destructors of the
/// locals are the exits. Functions that are always inlined into one frame: compilers make of that
/// what they make of nested RAII. As many stages a function as possible, since inlining n functions
/// into one another copies, and optimises, the innermost n times.
template <::std::size_t I, class Execution>
AMBIT_ALWAYS_INLINE constexpr typename Execution::result enter_guards(Execution& run) {
    if constexpr (I == Execution::guards) {
        return detail::run_inside(run);
    } else if constexpr (Execution::parts::simple_guards(I) >= 16) {
        AMBIT_GUARD(0);
        AMBIT_GUARD(1);
        AMBIT_GUARD(2);
        AMBIT_GUARD(3);
        AMBIT_GUARD(4);
        AMBIT_GUARD(5);
        AMBIT_GUARD(6);
        AMBIT_GUARD(7);
        AMBIT_GUARD(8);
        AMBIT_GUARD(9);
        AMBIT_GUARD(10);
        AMBIT_GUARD(11);
        AMBIT_GUARD(12);
        AMBIT_GUARD(13);
        AMBIT_GUARD(14);
        AMBIT_GUARD(15);
        return detail::enter_guards<I + 16>(run);
    } else if constexpr (Execution::parts::simple_guards(I) >= 4) {
        AMBIT_GUARD(0);
        AMBIT_GUARD(1);
        AMBIT_GUARD(2);
        AMBIT_GUARD(3);
        return detail::enter_guards<I + 4>(run);
    } else {
        using one = typename Execution::template part_at<I>;
        if constexpr (one::made) {
            using made = typename one::entry::classified::made;
            made_guard<made> a(factory_call<one, Execution>{__builtin_addressof(run)});
            return detail::enter_inside<I>(run, a.entered);
        } else {
            guard<typename one::manager> a{static_cast<typename one::members>(
                static_cast<typename Execution::template storage_of<one>&>(run.stages).stage)};
            return detail::enter_inside<I>(run, a.entered);
        }
    }
}

#undef AMBIT_GUARD

}  // namespace detail
AMBIT_END

#endif
