// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_STAGES_HPP
#define AMBIT_ASYNC_STAGES_HPP

#include <ambit/async/cell.hpp>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Where a run keeps a stage.
template <class Part, bool Awaits = Part::awaits, bool Made = Part::made>
struct cell_for {
    using type = cell<Part::index, typename Part::slot_type>;
    using awaitables = list<>;
    static constexpr bool ends = false;
};
template <class Part, class Made>
struct awaited_cell_for {
    using type = async_cell<Part::index, typename Part::manager, Made>;
    using kept = typename Part::entry::storage;
    /// Something of it is to be ended where its enter or its exit does not complete.
    static constexpr bool ends = type::ends;
    using awaitables =
        list<decltype(::std::declval<type&>().enter(::std::declval<kept&>())),
             decltype(::std::declval<type&>().exit(::std::declval<kept&>(),
                                                   ::std::declval<outcome const&>()))>;
};
template <class Part>
struct cell_for<Part, true, false> : awaited_cell_for<Part, not_made> {};
template <class Part>
struct cell_for<Part, true, true> : awaited_cell_for<Part, typename Part::entry::classified::made> {
};
template <class Part>
using cell_of = typename cell_for<Part>::type;

template <class... L>
struct all_joined {
    using type = list<>;
};
template <class L>
struct all_joined<L> {
    using type = L;
};
template <class... A, class... B, class... More>
struct all_joined<list<A...>, list<B...>, More...> : all_joined<list<A..., B...>, More...> {};

/// The run of a manager M takes the context that the coroutine type's traits have.
template <class M, class Context>
concept attaches_to = requires(typename running_state<M>::type& running, Context& context) {
    running.attach(context);
};

/// How far a run is.
/// @tparam EndsSomething something is to be ended of a stage whose enter or exit does not complete.
template <bool EndsSomething>
struct run_progress {
    ::std::size_t entered_ = 0;   // the first stage that is not entered
    ::std::size_t entering_ = 0;  // the stage whose enter is awaited, plus one
    ::std::size_t exiting_ = 0;   // the stage whose exit is awaited, plus one

    [[nodiscard]] bool is_under_way() const noexcept {
        return entered_ != 0 || entering_ != 0 || exiting_ != 0;
    }
};
template <>
struct run_progress<false> {
    ::std::size_t entered_ = 0;

    [[nodiscard]] bool is_under_way() const noexcept { return entered_ != 0; }
};

template <class Cells>
struct cells;
template <class... C>
struct cells<list<C...>> : C... {};

/// The stages of one asynchronous run: where each is kept with what it entered with, and how far
/// the run is. A step is a stage that is awaited with the synchronous ones directly outside it.
/// @tparam Held owns or borrows the block.
template <class Subject, class Held, class Indices>
class async_stages;
template <class Subject, class Held, ::std::size_t... I>
class async_stages<Subject, Held, ::std::index_sequence<I...>>
    : cells<list<cell_of<typename execution<Subject>::template part_at<I>>...>>,
      public run_progress<(cell_for<typename execution<Subject>::template part_at<I>>::ends ||
                           ...)> {
public:
    using execution = detail::execution<Subject>;
    using parts = typename execution::parts;
    using result = typename execution::result;
    using returned = typename execution::call::result;
    template <::std::size_t J>
    using part_at = typename execution::template part_at<J>;

    static constexpr ::std::size_t steps = parts::awaited;
    /// The index of the stage awaited in step K.
    [[nodiscard]] static constexpr ::std::size_t index_of(::std::size_t k) noexcept {
        return parts::awaited_at.at[k];
    }
    template <::std::size_t K>
    using step = part_at<index_of(K)>;
    /// Some manager takes the context.
    template <class Context>
    static constexpr bool attaches = (attaches_to<typename part_at<I>::manager, Context> || ...);
    static constexpr bool awaits_body = awaitable<returned>;
    /// Resources are made known as they come, to factories and to what surrounds others. Where
    /// there are none, the body is told at once, which takes no memory.
    static constexpr bool publishes = sizeof...(I) != execution::size || (part_at<I>::made || ...);
    /// Stages from here on are run synchronously: a function calls what is inside of it.
    static constexpr ::std::size_t limit = sizeof...(I);

protected:
    explicit async_stages(Held&& held) : held_(static_cast<Held&&>(held)) {
        if constexpr (publishes) {
            ::new (static_cast<void*>(&run_)) execution{held_.stages(), held_.body()};
        }
    }
    ~async_stages() = default;

    static constexpr bool ends_something = (cell_for<part_at<I>>::ends || ...);

    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& cell_at() noexcept {
        return static_cast<cell_of<Part>&>(*this);
    }
    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& storage_of() noexcept {
        return static_cast<typename execution::template storage_of<Part>&>(held_.stages());
    }
    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& place_of() noexcept {
        if constexpr (publishes) {
            return static_cast<typename execution::template place_of<Part>&>(run_.value.resources);
        } else {
            return static_cast<untaken&>(nowhere_);
        }
    }
    template <class Part>
    AMBIT_ALWAYS_INLINE void publish_to(execution& run) noexcept {
        auto& place = static_cast<typename execution::template place_of<Part>&>(run.resources);
        if constexpr (Part::awaits) {
            detail::publish<Part::fallible>(place, cell_at<Part>().entered.get());
        } else {
            detail::publish<Part::fallible>(place, cell_at<Part>().slot.entered);
        }
    }
    AMBIT_ALWAYS_INLINE returned call_body() {
        if constexpr (publishes) {
            return run_.value.call_body();
        } else {
            execution run{held_.stages(), held_.body()};
            (publish_to<part_at<I>>(run), ...);
            return run.call_body();
        }
    }

    /// The synchronous stages outside the one awaited in step K, and inside the one before.
    template <::std::size_t K>
    [[nodiscard]] static constexpr auto between() noexcept {
        constexpr ::std::size_t first = [] {
            if constexpr (K == 0) {
                return ::std::size_t{0};
            } else {
                return index_of(K - 1) + 1;
            }
        }();
        constexpr ::std::size_t last = [] {
            if constexpr (K == steps) {
                return limit;
            } else {
                return index_of(K);
            }
        }();
        return parts_between<execution, first, ::std::make_index_sequence<last - first>>();
    }

    template <class Part>
    AMBIT_ALWAYS_INLINE void end_if([[maybe_unused]] ::std::size_t begun) noexcept {
        if constexpr (Part::awaits) {
            if (begun == Part::index + 1) {
                cell_at<Part>().end();
            }
        }
    }
    template <class Part>
    AMBIT_ALWAYS_INLINE void leave_if([[maybe_unused]] ::std::size_t leaving) noexcept {
        if constexpr (Part::awaits) {
            if (leaving == Part::index + 1) {
                cell_at<Part>().leave();
            }
        }
    }
    /// Ends what was made of a stage whose enter did not complete.
    void end_begun() noexcept {
        if constexpr (ends_something) {
            ::std::size_t const begun = ::std::exchange(this->entering_, 0U);
            (end_if<part_at<I>>(begun), ...);
        }
    }
    /// Ends the resource of a stage whose exit did not complete.
    void end_leaving() noexcept {
        if constexpr (ends_something) {
            ::std::size_t const leaving = ::std::exchange(this->exiting_, 0U);
            (leave_if<part_at<I>>(leaving), ...);
        }
    }
    template <class Part>
    [[nodiscard]] auto& slot_at() noexcept {
        return cell_at<Part>().slot;
    }

    Held held_;
    late<execution> run_;
    [[no_unique_address]] untaken nowhere_;
};

}  // namespace detail
AMBIT_END

#endif
