// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_FRAME_HPP
#define AMBIT_RUN_FRAME_HPP

#include <ambit/run/execution.hpp>

#include <cstddef>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <bool ByValue, class... E>
[[nodiscard]] constexpr bool is_one_of(failure& f, list<E...>) noexcept {
    return (f.template suppressed_as<E, ByValue>() || ...);
}
/// Whether the failure is one that a stage declares to suppress.
/// @tparam ByValue the run may fail by value; where it cannot, errors need not be told apart.
template <class Facts, bool ByValue = true>
[[nodiscard]] constexpr bool may_suppress(failure& f) noexcept {
    return (Facts::summary::suppresses_everything && f.suppressed_by_everything()) ||
           detail::is_one_of<ByValue>(f, typename Facts::suppressed());
}

/// Suppresses the failure, if there is one and a stage with these facts does that.
template <class Facts, bool ByValue = true>
AMBIT_COLD constexpr void suppress(failure& f) noexcept {
    if (f.failing() && detail::may_suppress<Facts, ByValue>(f)) {
        f.clear();
    }
}

/// Room for the stage at Index.
template <::std::size_t Index, class Slot, bool Plain = Slot::is_plain>
struct cell {
    union {
        Slot slot;
    };

    constexpr cell() noexcept {}  // NOLINT: initialises nothing
    constexpr ~cell() {}          // NOLINT: whoever enters the stage destroys what that brought
};
template <::std::size_t Index, class Slot>
struct cell<Index, Slot, true> {
    Slot slot;
};

/// Destroys what a stage entered with, right after its exit, whether that threw or not.
template <class Slot>
struct end_of {
    Slot& slot;
    AMBIT_ALWAYS_INLINE constexpr ~end_of() noexcept(noexcept(slot.~Slot())) { slot.~Slot(); }
};

/// Enters the stage of a cell and makes its resource known; false if it failed to, by value.
/// @tparam M the manager.
/// @param kept where that is in the pipeline, if it is. @param make else calls its factory.
template <class M, bool Fallible, ::std::size_t Index, class Slot, bool Plain, class Leaf,
          class Make, class Count, class Place>
AMBIT_ALWAYS_INLINE constexpr bool enter_cell(cell<Index, Slot, Plain>& c,
                                              [[maybe_unused]] Leaf& kept,
                                              [[maybe_unused]] Make make, Count& n, Place& place) {
    if constexpr (Plain) {
        if constexpr (::std::is_void_v<entered_t<sync_form, M>>) {
            static_cast<members_t<M>>(kept.stage).enter();
        } else {
            c.slot.entered = static_cast<members_t<M>>(kept.stage).enter();
        }
    } else if constexpr (Slot::made) {
        ::std::construct_at(__builtin_addressof(c.slot), make);
    } else {
        ::std::construct_at(__builtin_addressof(c.slot), static_cast<members_t<M>>(kept.stage));
    }
    if constexpr (Fallible) {
        if (!c.slot.entered.has_value()) {
            return false;
        }
    }
    n = static_cast<Count>(Index + 1);
    detail::publish<Fallible>(place, c.slot.entered);
    return true;
}

/// Exits, then ends what entering brought.
template <class M, class Slot, class Leaf>
AMBIT_ALWAYS_INLINE constexpr auto exit_slot(Slot& slot, [[maybe_unused]] Leaf& kept,
                                             outcome const& o) {
    end_of<Slot> const end{slot};
    if constexpr (Slot::made) {
        members_t<M> members = static_cast<members_t<M>>(slot.manager);
        return detail::exit_entered<manager_facts<M>>(members, slot.entered, o);
    } else {
        members_t<M> members = static_cast<members_t<M>>(kept.stage);
        return detail::exit_entered<manager_facts<M>>(members, slot.entered, o);
    }
}

/// The same for a stage with many exits, which see to the failure f, if there is one, themselves.
template <class M, ::std::size_t Index, class Slot, class Leaf>
void exit_into(Slot& slot, [[maybe_unused]] Leaf& kept, failure& f) {
    end_of<Slot> const end{slot};
    using facts = manager_facts<M>;
    teardown t{f, Index, common_policy(&detail::may_suppress<facts>, facts::policy), true};
    if constexpr (Slot::made) {
        detail::bare_reference(slot.manager).exit_into(t);
    } else {
        detail::bare_reference(kept.stage).exit_into(t);
    }
}

/// Exits the stage of a cell, and suppresses the failure f, if there is one, where the stage says
/// so.
template <class M, bool Quiet, ::std::size_t Index, class Slot, bool Plain, class Leaf>
AMBIT_ALWAYS_INLINE constexpr void exit_cell(cell<Index, Slot, Plain>& c,
                                             [[maybe_unused]] Leaf& kept, outcome const& o,
                                             [[maybe_unused]] failure* f) noexcept(Quiet) {
    using facts = manager_facts<M>;
    if constexpr (has_many_exits<M>) {
        if (f != nullptr) {
            detail::exit_into<M, Index>(c.slot, kept, *f);
            return;
        }
    }
    [[maybe_unused]] bool would = true;
    if constexpr (facts::returns_bool) {
        would = detail::exit_slot<M>(c.slot, kept, o);
    } else if constexpr (Plain) {
        members_t<M> members = static_cast<members_t<M>>(kept.stage);
        detail::exit_entered<facts>(members, c.slot.entered, o);
    } else {
        detail::exit_slot<M>(c.slot, kept, o);
    }
    if constexpr (facts::suppresses) {
        if (would && f != nullptr) {
            detail::suppress<facts>(*f);
        }
    }
}

/// The same where the outcome is settled; short for the usual stage, since it is felt in compiling.
template <class Part, bool ByValue, ::std::size_t Index, class Slot, bool Plain, class Leaf,
          class Progress>
AMBIT_ALWAYS_INLINE constexpr void exit_settled(cell<Index, Slot, Plain>& c,
                                                [[maybe_unused]] Leaf& kept,
                                                [[maybe_unused]] Progress& p,
                                                settled_outcome& o) noexcept(Part::quiet) {
    using manager = typename Part::manager;
    if constexpr (Part::facts::suppresses) {
        bool would = true;
        if constexpr (Part::facts::returns_bool) {
            would = detail::exit_slot<manager>(c.slot, kept, o);
        } else {
            detail::exit_slot<manager>(c.slot, kept, o);
        }
        if (would && p.failed) [[unlikely]] {
            detail::suppress<manager_facts<manager>, ByValue>(p.failed_with.value);
            if (!p.failed_with.value.failing()) {
                p.failed = false;
                o.is_success();
            }
        }
    } else if constexpr (Plain) {
        typename Part::members members = static_cast<typename Part::members>(kept.stage);
        using exit = typename Part::facts::exit;
        if constexpr (!exit::takes_resource) {
            detail::exit_entered<manager_facts<manager>>(members, c.slot.entered, o);
        } else if constexpr (exit::observes) {
            static_cast<void>(members.exit(c.slot.entered, static_cast<outcome const&>(o)));
        } else {
            static_cast<void>(members.exit(c.slot.entered));
        }
    } else {
        detail::exit_slot<manager>(c.slot, kept, o);
    }
}

/// The parts of a run from First on, as a list, and reversed.
template <class Execution, ::std::size_t First, class Indices>
struct parts_between;
template <class Execution, ::std::size_t First, ::std::size_t... I>
struct parts_between<Execution, First, ::std::index_sequence<I...>> {
    using type = list<typename Execution::template part_at<First + I>...>;
    using reversed = list<typename Execution::template part_at<First + sizeof...(I) - 1 - I>...>;
};

template <class... P>
struct split_first {
    using type = list<>;
    using rest = list<>;
};
template <class P0, class... P>
struct split_first<P0, P...> {
    using type = list<P0>;
    using rest = list<P...>;
};

/// Some consecutive stages of a run, under one handler: room for what they enter with.
template <class Execution, ::std::size_t First, class Parts, class Reversed>
struct frame;
template <class Execution, ::std::size_t First, class... P, class... R>
struct frame<Execution, First, list<P...>, list<R...>> : cell<P::index, typename P::slot_type>... {
    static constexpr ::std::size_t first = First;
    static constexpr ::std::size_t last = First + sizeof...(P);
    /// Nothing that exits them throws.
    static constexpr bool is_quiet = (P::quiet && ...);
    using stages_type = typename Execution::stages_type;
    using parts = list<P...>;
    using outermost = typename split_first<P...>::type;
    using others = typename split_first<P...>::rest;

    template <class Part>
    [[nodiscard]] constexpr auto& slot_at() noexcept {
        return static_cast<cell<Part::index, typename Part::slot_type>&>(*this).slot;
    }
    /// Enters these stages in order. `n` is the first that is not entered, at any time.
    /// Returns false at the first that failed by value, which `n` then names.
    template <class Count, class... Q>
    AMBIT_ALWAYS_INLINE constexpr bool enter([[maybe_unused]] Execution& run,
                                             [[maybe_unused]] Count& n, list<Q...>) {
        return (detail::enter_cell<typename Q::manager, Q::fallible>(
                    static_cast<cell<Q::index, typename Q::slot_type>&>(*this),
                    static_cast<typename Execution::template storage_of<Q>&>(run.stages),
                    typename Execution::template maker_of<Q>{__builtin_addressof(run)}, n,
                    static_cast<typename Execution::template place_of<Q>&>(run.resources)) &&
                ...);
    }
    /// Exits them in reverse, all being well. `n` is the last that is not exited yet, plus one.
    AMBIT_ALWAYS_INLINE constexpr void exit_all([[maybe_unused]] stages_type& stages,
                                                [[maybe_unused]] ::std::size_t& n) {
        ((n = R::index,
          detail::exit_cell<typename R::manager, R::quiet>(
              static_cast<cell<R::index, typename R::slot_type>&>(*this),
              static_cast<typename Execution::template storage_of<R>&>(stages), success, nullptr)),
         ...);
    }
    /// Exits those below `n` in reverse. `p` knows whether there is a failure.
    template <class Count, class Progress>
    AMBIT_ALWAYS_INLINE constexpr void exit_from([[maybe_unused]] stages_type& stages,
                                                 [[maybe_unused]] Count& n,
                                                 [[maybe_unused]] Progress& p,
                                                 [[maybe_unused]] settled_outcome o) {
        ((n == R::index + 1
              ? (n = static_cast<Count>(R::index),
                 detail::exit_settled<R, Execution::fails_by_value>(
                     static_cast<cell<R::index, typename R::slot_type>&>(*this),
                     static_cast<typename Execution::template storage_of<R>&>(stages), p, o))
              : void()),
         ...);
    }
    /// Exits those below `n` in reverse, with the failure as it stands.
    AMBIT_ALWAYS_INLINE constexpr void exit_below([[maybe_unused]] stages_type& stages,
                                                  [[maybe_unused]] failure& f,
                                                  [[maybe_unused]] ::std::size_t& n) {
        ((n == R::index + 1
              ? (n = R::index, detail::exit_cell<typename R::manager, R::quiet>(
                                   static_cast<cell<R::index, typename R::slot_type>&>(*this),
                                   static_cast<typename Execution::template storage_of<R>&>(stages),
                                   outcome(f), __builtin_addressof(f)))
              : void()),
         ...);
    }
};

template <class Execution, ::std::size_t First>
struct frame_at {
    using between =
        parts_between<Execution, First,
                      ::std::make_index_sequence<Execution::parts::segment_end(First) - First>>;
    using type = frame<Execution, First, typename between::type, typename between::reversed>;
};
template <class Execution, ::std::size_t First>
using frame_from = typename frame_at<Execution, First>::type;

/// Exits what a frame has entered, in reverse, when there is a failure (or was, until a stage
/// suppressed it). Nothing leaves it: an exit that throws is merged by its policy.
template <class Execution, class Frame>
constexpr void unwind(typename Execution::stages_type& stages, Frame& frame, failure& f,
                      ::std::size_t n) {
    while (n != Frame::first) {
        AMBIT_TRY {
            frame.exit_below(stages, f, n);
            return;
        }
        AMBIT_CATCH {
            using parts = typename Execution::parts;
            f.exit_was_caught<parts::policies>(parts::policy(n), n);
        }
    }
}

}  // namespace detail
AMBIT_END

#endif
