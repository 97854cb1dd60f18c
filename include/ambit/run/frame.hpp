// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_FRAME_HPP
#define AMBIT_RUN_FRAME_HPP

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

/// Destroys what a stage entered with, right after its exit, whether that threw or not.
template <class Slot>
struct end_of {
    late<Slot>& room;
    AMBIT_ALWAYS_INLINE constexpr ~end_of() noexcept(noexcept(room.destroy())) { room.destroy(); }
};

/// Room for the stage at Index.
template <::std::size_t Index, class Slot>
struct cell {
    late<Slot> room;
};

/// Enters the stage of a cell and makes its resource known; false if it failed to, by value.
/// @param kept the manager, if it is kept in the pipeline. @param make else calls its factory.
template <bool Fallible, ::std::size_t Index, class Slot, class Leaf, class Make, class Place>
AMBIT_ALWAYS_INLINE constexpr bool enter_cell(cell<Index, Slot>& c, [[maybe_unused]] Leaf& kept,
                                              [[maybe_unused]] Make make, ::std::size_t& n,
                                              Place& place) {
    if constexpr (Slot::made) {
        ::std::construct_at(__builtin_addressof(c.room.value), make);
    } else {
        ::std::construct_at(__builtin_addressof(c.room.value), detail::members_in(kept));
    }
    auto& entered = c.room.value.entered;
    if constexpr (Fallible) {
        if (!entered.has_value()) {
            return false;
        }
    }
    n = Index + 1;
    detail::publish<Fallible>(place, entered);
    return true;
}

/// Exits the stage of a cell, whose manager is M.
template <class M, bool Quiet, ::std::size_t Index, class Slot, class Leaf>
AMBIT_ALWAYS_INLINE constexpr auto exit_cell(cell<Index, Slot>& c, [[maybe_unused]] Leaf& kept,
                                             outcome const& o) noexcept(Quiet) {
    using facts = manager_facts<M>;
    if constexpr (Slot::made) {
        end_of<Slot> const end{c.room};
        auto&& members = detail::members(c.room.value.manager);
        return detail::exit_entered<facts>(members, c.room.value.entered, o);
    } else {
        auto&& members = detail::members_in(kept);
        if constexpr (::std::is_trivially_destructible_v<Slot>) {
            return detail::exit_entered<facts>(members, c.room.value.entered, o);
        } else {
            end_of<Slot> const end{c.room};
            return detail::exit_entered<facts>(members, c.room.value.entered, o);
        }
    }
}
/// The same with the failure as it stands, which may be suppressed.
template <class M, bool Quiet, ::std::size_t Index, class Slot, class Leaf>
AMBIT_ALWAYS_INLINE constexpr void exit_failing(cell<Index, Slot>& c, Leaf& kept, failure& f) {
    using facts = manager_facts<M>;
    outcome const o(f);
    if constexpr (!facts::suppresses) {
        static_cast<void>(detail::exit_cell<M, Quiet>(c, kept, o));
    } else {
        bool would = true;
        if constexpr (facts::returns_bool) {
            would = detail::exit_cell<M, Quiet>(c, kept, o);
        } else {
            detail::exit_cell<M, Quiet>(c, kept, o);
        }
        if (would && f.failing() && detail::may_suppress<facts>(f)) {
            f.clear();
        }
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

/// Some consecutive stages of a run, under one handler: room for what they enter with.
template <class Execution, ::std::size_t First, class Parts, class Reversed>
struct frame;
template <class Execution, ::std::size_t First, class... P, class... R>
struct frame<Execution, First, list<P...>, list<R...>> : cell<P::index, typename P::slot_type>... {
    static constexpr ::std::size_t first = First;
    static constexpr ::std::size_t last = First + sizeof...(P);
    using stages_type = typename Execution::stages_type;
    using parts = list<P...>;

    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& room() noexcept {
        return static_cast<cell<Part::index, typename Part::slot_type>&>(*this).room;
    }
    /// Enters the stages in order. `n` is the first that is not entered, at any time.
    /// Returns false at the first that failed by value, which `n` then names.
    AMBIT_ALWAYS_INLINE constexpr bool enter_all([[maybe_unused]] Execution& run,
                                                 [[maybe_unused]] ::std::size_t& n) {
        return (detail::enter_cell<P::fallible>(
                    static_cast<cell<P::index, typename P::slot_type>&>(*this),
                    static_cast<typename Execution::template storage_of<P>&>(run.stages),
                    typename Execution::template maker_of<P>{__builtin_addressof(run)}, n,
                    static_cast<typename Execution::template place_of<P>&>(run.resources)) &&
                ...);
    }
    /// Exits them in reverse, all being well. `n` is the last that is not exited yet, plus one.
    AMBIT_ALWAYS_INLINE constexpr void exit_all([[maybe_unused]] stages_type& stages,
                                                [[maybe_unused]] ::std::size_t& n) {
        ((n = R::index,
          static_cast<void>(detail::exit_cell<typename R::manager, R::quiet>(
              static_cast<cell<R::index, typename R::slot_type>&>(*this),
              static_cast<typename R::template storage_in<stages_type>&>(stages), success))),
         ...);
    }
    /// Exits those below `n` in reverse, with the failure as it stands.
    AMBIT_ALWAYS_INLINE constexpr void exit_below([[maybe_unused]] stages_type& stages,
                                                  [[maybe_unused]] failure& f,
                                                  [[maybe_unused]] ::std::size_t& n) {
        ((n == R::index + 1
              ? (n = R::index,
                 detail::exit_failing<typename R::manager, R::quiet>(
                     static_cast<cell<R::index, typename R::slot_type>&>(*this),
                     static_cast<typename R::template storage_in<stages_type>&>(stages), f))
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
/// suppressed it). Nothing leaves it but the forced unwinding of the thread.
///
/// Called out of line, and the only place where exits see a failure, so that no handler is spent on
/// a stage and the way of a success stays short.
template <class Execution, class Frame>
constexpr void unwind(typename Execution::stages_type& stages, Frame& frame, failure& f,
                      ::std::size_t n);

/// The same in the handler of a forced unwinding, which exits see as a cancellation.
template <class Execution, class Frame>
AMBIT_COLD void unwind_forced(typename Execution::stages_type& stages, Frame& frame,
                              ::std::size_t n) {
    set_aside_room<Execution::set_aside_capacity> room;
    failure f(room.data());
    f.caught(n);
    detail::unwind<Execution>(stages, frame, f, n);
}

template <class Execution, class Frame>
constexpr void unwind(typename Execution::stages_type& stages, Frame& frame, failure& f,
                      ::std::size_t n) {
    while (n != Frame::first) {
        [[maybe_unused]] caught_exception thrown;
        AMBIT_TRY {
            frame.exit_below(stages, f, n);
            return;
        }
        AMBIT_CATCH {
            if (!thrown.keep()) {
                detail::unwind_forced<Execution>(stages, frame, n);
                AMBIT_RETHROW;
            }
        }
        f.exit_threw(Execution::parts::policy(n), thrown.take(), n);
    }
}

}  // namespace detail
AMBIT_END

#endif
