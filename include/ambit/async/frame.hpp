// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_FRAME_HPP
#define AMBIT_ASYNC_FRAME_HPP

#include <ambit/async/cell.hpp>
#include <ambit/async/pending.hpp>
#include <ambit/run/segments.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Where a run keeps a stage.
template <class Part, bool Awaits = Part::awaits, bool Made = Part::made>
struct cell_for {
    using type = cell<Part::index, typename Part::slot_type>;
    using awaitables = list<>;
};
template <class Part, class Made>
struct awaited_cell_for {
    using type = async_cell<Part::index, typename Part::manager, Made>;
    using kept = typename Part::entry::storage;
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

/// What is done with the value of something awaited: written `(co_await x, keeper).done()`, which
/// is the same for void.
template <class Frame, class Step>
struct keeper_of_nothing {
    Frame& frame;
    AMBIT_ALWAYS_INLINE void done() const { Step::done(frame); }
};
struct kept {
    static constexpr void done() noexcept {}
};
template <class Frame, class Step>
struct keeper {
    Frame& frame;
    template <class X>
    friend AMBIT_ALWAYS_INLINE kept operator,(X&& x, keeper k) {
        Step::done(k.frame, static_cast<X&&>(x));
        return {};
    }
};
template <class Frame, class Step, class Value>
using keeper_for =
    choose_t<::std::is_void_v<Value>, keeper_of_nothing<Frame, Step>, keeper<Frame, Step>>;

/// The run of a manager M takes the context that the coroutine type's traits have.
template <class M, class Context>
concept attaches_to = requires(typename running_state<M>::type& running, Context& context) {
    running.attach(context);
};

template <class Cells>
struct cells;
template <class... C>
struct cells<list<C...>> : C... {};

/// What exits see, which stays where it is, while its failure is made when there is one.
class run_outcome : public outcome {
public:
    void refer_to(failure& f) noexcept { assign(outcome(f)); }
};

/// One asynchronous run: everything but what awaits, which only a coroutine can.
///
/// The stages are entered and exited in steps. A step is a stage that is awaited with the
/// synchronous ones directly outside it, which ordinary functions enter and exit.
/// @tparam Context what the run's coroutine type has to say to its managers.
template <class Subject, class Context, class Indices>
class async_frame;
template <class Subject, class Context, ::std::size_t... I>
class async_frame<Subject, Context, ::std::index_sequence<I...>>
    : cells<list<cell_of<typename execution<Subject>::template part_at<I>>...>> {
public:
    using execution = detail::execution<Subject>;
    using parts = typename execution::parts;
    using result = typename execution::result;
    using returned = typename execution::call::result;
    template <::std::size_t J>
    using part_at = typename execution::template part_at<J>;

    static constexpr ::std::size_t steps = parts::awaited;
    /// Some manager takes the context.
    static constexpr bool attaches = (attaches_to<typename part_at<I>::manager, Context> || ...);
    static constexpr bool awaits_body = awaitable<returned>;
    /// Stages from here on are run synchronously: a function calls what is inside of it.
    static constexpr ::std::size_t limit = sizeof...(I);

    async_frame(typename Subject::stages_type& stages, typename Subject::body& body,
                classifier* is_cancellation) noexcept
        : run_{stages, body}, state_(run_, is_cancellation) {}
    async_frame(async_frame const&) = delete;
    async_frame& operator=(async_frame const&) = delete;
    /// Only a frame that is destroyed while suspended has something to do here.
    ~async_frame() {
        if (entered_ != 0 || begun_ != 0 || leaving_ != 0) {
            abandon();
        }
    }

    [[nodiscard]] Context& context() noexcept { return context_; }
    /// Some stage is entered.
    [[nodiscard]] bool is_inside() const noexcept { return entered_ != 0; }

    /// Enters the synchronous stages before the one awaited in step K; false if that is not to be.
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool before_enter() {
        return enter_between<K>();
    }
    template <::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto&& entering() {
        using part = step<K>;
        auto& c = cell_at<part>();
        auto& kept = storage_of<part>();
        c.begin(kept, typename execution::template maker_of<part>{__builtin_addressof(run_)},
                context_);
        if constexpr (cell_of<part>::begins) {
            begun_ = part::index + 1;
        }
        return waits_.hold([&]() -> decltype(auto) { return c.enter(kept); });
    }
    template <class Part>
    struct enter_step {
        template <class... X>
        AMBIT_ALWAYS_INLINE static void done(async_frame& f, X&&... x) {
            f.template has_entered<Part>(static_cast<X&&>(x)...);
        }
    };
    template <::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto entered() noexcept {
        using part = step<K>;
        return keeper_for<async_frame, enter_step<part>,
                          entered_t<async_form, typename part::manager>>{*this};
    }

    /// Enters the synchronous stages that are left; false if the body is not to be called.
    [[nodiscard]] AMBIT_ALWAYS_INLINE bool before_body() { return enter_between<steps>(); }
    AMBIT_ALWAYS_INLINE void run_rest() {
        if constexpr (limit == execution::size) {
            completed_ = detail::run_body(state_) == ending::completed;
        } else {
            completed_ = detail::run_segment<limit>(state_) == ending::completed;
        }
        if (state_.has_failed) {
            seen_.refer_to(state_.room.value);
        }
    }
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto&& awaiting_body() {
        return waits_.hold([&]() -> returned { return run_.call_body(); });
    }
    struct body_step {
        template <class... X>
        AMBIT_ALWAYS_INLINE static void done(async_frame& f, X&&... x) {
            f.body_yielded(static_cast<X&&>(x)...);
        }
    };
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto body_done() noexcept {
        return keeper_for<async_frame, body_step, typename execution::body_result>{*this};
    }
    /// In a handler: a factory, an enter or the body threw.
    AMBIT_COLD void threw() {
        fail().thrown(caught(), entered_);
        waits_.release();
        end_begun();
    }

    /// Exits the synchronous stages inside the one awaited in step K; false if that is not entered.
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool before_exit() {
        exit_between<K + 1>();
        return entered_ == step<K>::index + 1;
    }
    template <::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto&& exiting() {
        using part = step<K>;
        entered_ = part::index;
        if constexpr (cell_of<part>::ends) {
            leaving_ = part::index + 1;
        }
        return waits_.hold(
            [&]() -> decltype(auto) { return cell_at<part>().exit(storage_of<part>(), seen_); });
    }
    template <class Part>
    struct exit_step {
        AMBIT_ALWAYS_INLINE static void done(async_frame& f, bool would = true) {
            f.template has_exited<Part>(would);
        }
    };
    template <::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto exited() noexcept {
        using part = step<K>;
        return keeper_for<async_frame, exit_step<part>, typename part::facts::exit::result>{*this};
    }
    /// Exits the synchronous stages outside all that are awaited.
    AMBIT_ALWAYS_INLINE void exit_outermost() { exit_between<0>(); }
    /// In a handler: an exit threw.
    AMBIT_COLD void exit_threw() {
        ::std::exception_ptr const thrown = caught();
        waits_.release();
        end_leaving();
        if (parts::policy(entered_) == exit_policy::terminate) {
            ::std::terminate();
        }
        fail().exit_threw(parts::policy(entered_), thrown, entered_);
        completed_ = false;  // what the body returned is dropped, even if this is suppressed
    }

    /// The result, or the failure thrown on. Requires: all has been exited.
    AMBIT_ALWAYS_INLINE result take() {
        if (!completed_ || state_.has_failed) {
            settle();
        }
        return state_.result.take();
    }

private:
    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& cell_at() noexcept {
        return static_cast<cell_of<Part>&>(*this);
    }
    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& storage_of() noexcept {
        return static_cast<typename execution::template storage_of<Part>&>(run_.stages);
    }
    template <class Part>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto& place_of() noexcept {
        return static_cast<typename execution::template place_of<Part>&>(run_.resources);
    }

    /// The index of the stage awaited in step K.
    [[nodiscard]] static constexpr ::std::size_t index_of(::std::size_t k) noexcept {
        return parts::awaited_at.at[k];
    }
    template <::std::size_t K>
    using step = part_at<index_of(K)>;
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

    template <class... P>
    AMBIT_ALWAYS_INLINE bool enter_parts(list<P...>) {
        return (detail::enter_cell<typename P::manager, P::fallible>(
                    cell_at<P>(), storage_of<P>(),
                    typename execution::template maker_of<P>{__builtin_addressof(run_)}, entered_,
                    place_of<P>()) &&
                ...);
    }
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool enter_between() {
        using list_of_parts = typename decltype(between<K>())::type;
        if constexpr (parts::fallible) {
            if (state_.failing()) {
                return false;
            }
            if (!enter_parts(list_of_parts())) {
                detail::fail_to_enter_at(entered_, state_, *this, list_of_parts());
                seen_.refer_to(state_.fail());
                return false;
            }
        } else {
            enter_parts(list_of_parts());
        }
        return true;
    }
    template <class... P>
    AMBIT_ALWAYS_INLINE void exit_parts(list<P...>) {
        ((entered_ == P::index + 1
              ? (entered_ = P::index,
                 detail::exit_cell<typename P::manager, P::quiet>(cell_at<P>(), storage_of<P>(),
                                                                  seen_, failure_if_any()))
              : void()),
         ...);
    }
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE void exit_between() {
        exit_parts(typename decltype(between<K>())::reversed());
    }

    template <class Part, class... X>
    AMBIT_ALWAYS_INLINE void has_entered(X&&... x) {
        auto& c = cell_at<Part>();
        (c.entered.set(static_cast<X&&>(x)), ...);
        waits_.release();
        if constexpr (Part::fallible) {
            if (!c.entered.get().has_value()) {
                failed_to_enter<Part>();
                return;
            }
        }
        if constexpr (cell_of<Part>::begins) {
            begun_ = 0;
        }
        entered_ = Part::index + 1;
        detail::publish<Part::fallible>(place_of<Part>(), c.entered.get());
    }
    template <class Part>
    void failed_to_enter() {
        auto& c = cell_at<Part>();
        auto const& e = static_cast<enter_error_room<Part>&>(state_.enter_errors)
                            .error.emplace(::std::move(c.entered.get()).error());
        using body_result = typename execution::body_result;
        state_.result.keep([&]() -> body_result { return detail::with_error<body_result>(e); });
        fail().by_value(e, Part::index);
        c.entered.end();
        begun_ = 0;
        c.end();
    }
    template <class... X>
    AMBIT_ALWAYS_INLINE void body_yielded(X&&... x) {
        using body_result = typename execution::body_result;
        if constexpr (sizeof...(X) == 0) {
            state_.result.keep([] {});
        } else {
            state_.result.keep([&]() -> decltype(auto) { return (static_cast<X&&>(x), ...); });
        }
        waits_.release();
        if constexpr (expected_like<body_result>) {
            if (!state_.result.get().has_value()) {
                fail().by_value(state_.error.of(state_.result.get()), execution::size);
                return;
            }
        }
        completed_ = true;
    }
    template <class Part>
    AMBIT_ALWAYS_INLINE void has_exited([[maybe_unused]] bool would) {
        waits_.release();
        if constexpr (cell_of<Part>::ends) {
            leaving_ = 0;
            cell_at<Part>().leave();
        }
        if constexpr (Part::facts::suppresses) {
            if (would && state_.failing() &&
                detail::may_suppress<typename Part::facts>(state_.room.value)) {
                state_.room.value.clear();
            }
        }
    }

    /// In a handler: what was caught. The forced unwinding of the thread goes on, as if the frame
    /// were destroyed.
    [[nodiscard]] ::std::exception_ptr caught() {
        ::std::exception_ptr p = ::std::current_exception();
        if (p == nullptr) {
            abandon();
            AMBIT_RETHROW;
        }
        return p;
    }
    /// The failure, which is made when there is one.
    [[nodiscard]] failure& fail() noexcept {
        failure& f = state_.fail();
        seen_.refer_to(f);
        return f;
    }
    [[nodiscard]] failure* failure_if_any() noexcept {
        return state_.has_failed ? __builtin_addressof(state_.room.value) : nullptr;
    }
    /// Drops the result where there was a failure, and throws that on if there is one.
    AMBIT_COLD void settle() {
        if (!state_.failing()) {
            if (!completed_) {
                state_.result.drop();
            }
        } else if (!state_.room.value.is(failure::kind::by_value)) {
            state_.result.drop();
            ::std::rethrow_exception(state_.room.value.exception());
        }
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
        [[maybe_unused]] ::std::size_t const begun = ::std::exchange(begun_, 0U);
        (end_if<part_at<I>>(begun), ...);
    }
    /// Ends the resource of a stage whose exit did not complete.
    void end_leaving() noexcept {
        [[maybe_unused]] ::std::size_t const leaving = ::std::exchange(leaving_, 0U);
        (leave_if<part_at<I>>(leaving), ...);
    }
    template <class Part>
    void abandon_one() noexcept {
        if (entered_ != Part::index + 1) {
            return;
        }
        entered_ = Part::index;
        AMBIT_TRY {
            if constexpr (Part::awaits) {
                cell_at<Part>().abandon(storage_of<Part>());
                cell_at<Part>().leave();
            } else {
                detail::exit_cell<typename Part::manager, Part::quiet>(cell_at<Part>(),
                                                                       storage_of<Part>(), seen_,
                                                                       nullptr);
            }
        }
        AMBIT_CATCH {}
    }
    /// The frame is destroyed while suspended (rule 10.7), or might as well be.
    void abandon() noexcept {
        waits_.release();
        end_begun();
        end_leaving();
        fail().clear();
        fail().thrown(nullptr, entered_);
        (abandon_one<part_at<limit - 1 - I>>(), ...);
    }

    template <class Execution, class Frame, class... P>
    friend constexpr void detail::fail_to_enter_at(::std::size_t, run_state<Execution>&, Frame&,
                                                   list<P...>);
    template <class Part, class Execution, class Frame>
    friend constexpr void detail::fail_to_enter(run_state<Execution>&, Frame&);
    template <class Part>
    [[nodiscard]] auto& slot_at() noexcept {
        return cell_at<Part>().slot;
    }

    execution run_;
    run_state<execution> state_;
    run_outcome seen_;
    [[no_unique_address]] Context context_{};
    pending<typename all_joined<typename cell_for<part_at<I>>::awaitables...,
                                choose_t<awaits_body, list<returned>, list<>>>::type>
        waits_;
    ::std::size_t entered_ = 0;  // the first stage that is not entered
    ::std::size_t begun_ = 0;    // the stage whose enter is awaited, plus one
    ::std::size_t leaving_ = 0;  // the stage whose exit is awaited, plus one
    bool completed_ = false;     // the body has
};

}  // namespace detail
AMBIT_END

#endif
