// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_FRAME_HPP
#define AMBIT_ASYNC_FRAME_HPP

#include <ambit/async/operand.hpp>
#include <ambit/async/pending.hpp>
#include <ambit/async/stages.hpp>
#include <ambit/async/state.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// One asynchronous run: everything but what awaits, which only a coroutine can.
///
/// The stages are entered and exited in steps. A step is a stage that is awaited with the
/// synchronous ones directly outside it, which ordinary functions enter and exit.
/// @tparam Traits those of the coroutine type. @tparam Held owns or borrows the block.
template <class Subject, class Traits, class Held, class Indices>
class async_frame;
template <class Subject, class Traits, class Held, ::std::size_t... I>
class async_frame<Subject, Traits, Held, ::std::index_sequence<I...>>
    : async_stages<Subject, Held, ::std::index_sequence<I...>> {
    using stages = async_stages<Subject, Held, ::std::index_sequence<I...>>;

public:
    using typename stages::execution;
    using typename stages::parts;
    using typename stages::result;
    using typename stages::returned;
    template <::std::size_t J>
    using part_at = typename stages::template part_at<J>;
    template <::std::size_t K>
    using step = typename stages::template step<K>;
    using stages::awaits_body;
    using stages::limit;
    using stages::steps;
    using context_type = typename context_of<Traits>::type;
    static constexpr bool attaches = stages::template attaches<context_type>;

    explicit async_frame(Held&& held) : stages(static_cast<Held&&>(held)), state_(this->run_) {}
    async_frame(async_frame const&) = delete;
    async_frame& operator=(async_frame const&) = delete;
    /// Only a frame that is destroyed while suspended has something to do here.
    ~async_frame() {
        if (this->is_under_way()) {
            abandon(*this);
        }
    }

    [[nodiscard]] context_type& context() noexcept { return context_; }

    /// Enters the synchronous stages before the one awaited in step K; false if that is not to be.
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool before_enter() {
        return enter_between<K>();
    }
    template <class Coroutine, ::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) entering() {
        using part = step<K>;
        auto& c = this->template cell_at<part>();
        auto& kept = this->template storage_of<part>();
        c.begin(kept,
                typename execution::template maker_of<part>{__builtin_addressof(this->run_.value)},
                context_);
        if constexpr (cell_of<part>::begins) {
            this->entering_ = part::index + 1;
        }
        return operand<Coroutine>([&]() -> decltype(auto) { return c.enter(kept); });
    }
    template <::std::size_t K>
    using entering_yields = entered_t<async_form, typename step<K>::manager>;
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE void entered(passed_t<entering_yields<K>> x) {
        has_entered<step<K>>(static_cast<passed_t<entering_yields<K>>&&>(x));
    }

    /// Enters the synchronous stages that are left; false if the body is not to be called.
    [[nodiscard]] AMBIT_ALWAYS_INLINE bool before_body() { return enter_between<steps>(); }
    AMBIT_ALWAYS_INLINE void run_rest() {
        if constexpr (limit == execution::size) {
            keep_result([&]() -> returned { return this->call_body(); });
        } else {
            state_.completed = detail::run_segment<limit>(state_) == ending::completed;
            if (state_.has_failed && state_.room.value.is(failure::kind::forced)) {
                state_.room.value.rethrow();  // what unwinds the thread awaits nothing
            }
        }
    }
    template <class Coroutine>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) awaiting_body() {
        return operand<Coroutine>([&]() -> returned { return this->call_body(); });
    }
    using body_yields = typename execution::body_result;
    AMBIT_ALWAYS_INLINE void body_done([[maybe_unused]] passed_t<body_yields> x) {
        if constexpr (::std::is_void_v<body_yields>) {
            keep_result([] {});
        } else {
            keep_result(
                [&]() -> decltype(auto) { return static_cast<passed_t<body_yields>&&>(x); });
        }
        waits_.release();
    }
    /// In a handler: a factory, an enter or the body threw.
    AMBIT_COLD void threw() {
        state_.fail().thrown(caught(), this->entered_);
        waits_.release();
        this->end_begun();
    }

    /// What exits see from now on, until one of them throws.
    AMBIT_ALWAYS_INLINE void tell(run_outcome& o) noexcept {
        if constexpr (parts::many_exits) {
            o.refer_to(state_.fail());  // which is none yet, perhaps, for the exits to make one
        } else if (!(state_.exclusive && state_.completed) && state_.has_failed) {
            o.refer_to(state_.room.value);
        }
    }
    /// Exits the synchronous stages inside the one awaited in step K; false if that is not entered.
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool before_exit(outcome const& o) {
        exit_between<K + 1>(o);
        return this->entered_ == step<K>::index + 1;
    }
    template <class Coroutine, ::std::size_t K>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) exiting(outcome const& o) {
        using part = step<K>;
        this->entered_ = part::index;
        if constexpr (cell_of<part>::ends) {
            this->exiting_ = part::index + 1;
        }
        return operand<Coroutine>([&]() -> decltype(auto) {
            return this->template cell_at<part>().exit_in_run(this->template storage_of<part>(), o);
        });
    }
    template <::std::size_t K>
    using exiting_yields = typename step<K>::facts::exit::result;
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE void exited([[maybe_unused]] passed_t<exiting_yields<K>> would) {
        expect_entered(step<K>::index);
        if constexpr (::std::is_void_v<exiting_yields<K>>) {
            has_exited<step<K>>(true);
        } else {
            has_exited<step<K>>(would);
        }
    }
    /// Exits the synchronous stages outside all that are awaited.
    AMBIT_ALWAYS_INLINE void exit_outermost(outcome const& o) {
        exit_between<0>(o);
        expect_entered(0);
    }
    /// In a handler: an exit threw.
    AMBIT_COLD void exit_threw() {
        ::std::exception_ptr const thrown = caught();
        waits_.release();
        this->end_leaving();
        if (parts::policy(this->entered_) == exit_policy::terminate) {
            ::std::terminate();
        }
        state_.fail().exit_threw(parts::policy(this->entered_), thrown, this->entered_);
        state_.completed = false;  // what the body returned is dropped, even if this is suppressed
    }

    /// The result, or the failure thrown on. Requires: all has been exited.
    AMBIT_ALWAYS_INLINE result take() {
        bool const well = state_.completed && (state_.exclusive || !state_.has_failed);
        if (!well && is_to_throw()) {
            // Moved, for nobody asks for it any more.
            auto& thrown = const_cast<::std::exception_ptr&>(state_.room.value.exception());
            ::std::rethrow_exception(static_cast<::std::exception_ptr&&>(thrown));
        }
        return state_.result.take();
    }

private:
    /// What is written after co_await for what `make` returns.
    template <class Coroutine, class Make>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) operand(Make const& make) {
        using A = decltype(make());
        if constexpr (!awaits_itself<Coroutine, A>) {
            return waits_.hold(make);
        } else if constexpr (waits::template is_light<A>) {
            return make();
        } else {
            auto&& held = waits_.hold(make);
#if defined(__clang__)
            return (held);
#else
            return awaiter_at<::std::remove_reference_t<A>>(held);
#endif
        }
    }
    template <class... P>
    AMBIT_ALWAYS_INLINE bool enter_parts(list<P...>) {
        return (detail::enter_cell<typename P::manager, P::fallible>(
                    this->template cell_at<P>(), this->template storage_of<P>(),
                    typename execution::template maker_of<P>{__builtin_addressof(this->run_.value)},
                    this->entered_, this->template place_of<P>()) &&
                ...);
    }
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE bool enter_between() {
        using list_of_parts = typename decltype(stages::template between<K>())::type;
        if constexpr (parts::fallible) {
            if (state_.failing()) {
                return false;
            }
            if (!enter_parts(list_of_parts())) {
                detail::fail_to_enter_at(this->entered_, state_, *this, list_of_parts());
                return false;
            }
        } else {
            enter_parts(list_of_parts());
        }
        return true;
    }
    /// So many stages are entered. Told to the compiler, which cannot know that what was called has
    /// left the count alone, so that it need not look whether the next one is to be exited.
    AMBIT_ALWAYS_INLINE void expect_entered(::std::size_t n) const noexcept {
        if (this->entered_ != n) {
            __builtin_unreachable();
        }
    }
    template <class... P>
    AMBIT_ALWAYS_INLINE void exit_parts([[maybe_unused]] outcome const& o, list<P...>) {
        ((this->entered_ == P::index + 1
              ? (this->entered_ = P::index,
                 detail::exit_cell<typename P::manager, P::quiet>(this->template cell_at<P>(),
                                                                  this->template storage_of<P>(), o,
                                                                  failure_if_any()),
                 expect_entered(P::index))
              : void()),
         ...);
    }
    template <::std::size_t K>
    AMBIT_ALWAYS_INLINE void exit_between(outcome const& o) {
        exit_parts(o, typename decltype(stages::template between<K>())::reversed());
    }

    template <class Part, class X>
    AMBIT_ALWAYS_INLINE void has_entered([[maybe_unused]] X&& x) {
        auto& c = this->template cell_at<Part>();
        if constexpr (!::std::is_same_v<X, or_nothing<void>>) {
            c.entered.set(static_cast<X&&>(x));
        }
        waits_.release();
        if constexpr (Part::fallible) {
            if (!c.entered.get().has_value()) {
                failed_to_enter<Part>();
                return;
            }
        }
        if constexpr (cell_of<Part>::begins) {
            this->entering_ = 0;
        }
        this->entered_ = Part::index + 1;
        detail::publish<Part::fallible>(this->template place_of<Part>(), c.entered.get());
    }
    template <class Part>
    void failed_to_enter() {
        auto& c = this->template cell_at<Part>();
        auto const& e = static_cast<enter_error_room<Part>&>(state_.enter_errors)
                            .error.emplace(::std::move(c.entered.get()).error());
        using body_result = typename execution::body_result;
        state_.result.keep([&]() -> body_result { return detail::with_error<body_result>(e); });
        state_.fail().by_value(e, Part::index);
        c.entered.end();
        if constexpr (cell_of<Part>::begins) {
            this->entering_ = 0;
            c.end();
        }
    }
    /// The body's result, or what awaiting it yielded.
    template <class Make>
    AMBIT_ALWAYS_INLINE void keep_result(Make const& make) {
        using body_result = typename execution::body_result;
        state_.result.keep(make);
        if constexpr (expected_like<body_result>) {
            if (!state_.result.get().has_value()) {
                state_.fail().by_value(state_.error.of(state_.result.get()), execution::size);
                return;
            }
        }
        state_.completed = true;
        if constexpr (limit == execution::size) {
            expect_entered(limit);
        }
    }
    template <class Part>
    AMBIT_ALWAYS_INLINE void has_exited([[maybe_unused]] bool would) {
        waits_.release();
        if constexpr (cell_of<Part>::ends) {
            this->exiting_ = 0;
            this->template cell_at<Part>().leave();
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
            abandon(*this);
            AMBIT_RETHROW;
        }
        return p;
    }
    [[nodiscard]] failure* failure_if_any() noexcept {
        return state_.has_failed ? __builtin_addressof(state_.room.value) : nullptr;
    }
    /// Drops the result where there was a failure; whether there is one to be thrown on. Not from
    /// here, since each function that an exception leaves costs time.
    [[nodiscard]] AMBIT_COLD bool is_to_throw() {
        bool const by_value = state_.failing() && state_.room.value.is(failure::kind::by_value);
        bool const completed =
            state_.completed && !(state_.has_failed && state_.room.value.has_begun());
        if (!by_value && (state_.failing() || !completed)) {
            state_.result.drop();
        }
        return state_.failing() && !by_value;
    }

    template <class Part>
    void abandon_one(outcome const& o) noexcept {
        if (this->entered_ != Part::index + 1) {
            return;
        }
        this->entered_ = Part::index;
        AMBIT_TRY {
            if constexpr (Part::awaits) {
                this->template cell_at<Part>().abandon(this->template storage_of<Part>());
                this->template cell_at<Part>().leave();
            } else {
                detail::exit_cell<typename Part::manager, Part::quiet>(
                    this->template cell_at<Part>(), this->template storage_of<Part>(), o, nullptr);
            }
        }
        AMBIT_CATCH {}
    }
    /// The frame is destroyed while suspended (rule 10.7), or might as well be.
    /// @param progress that of the run: g++ keeps a pointer to the run in a register from one cold
    /// function to the next, which is saved and restored whenever the coroutine goes on.
    static AMBIT_COLD void abandon(run_progress<stages::ends_something>& progress) noexcept {
        auto& frame = static_cast<async_frame&>(progress);
        frame.waits_.release();
        frame.end_begun();
        frame.end_leaving();
        frame.state_.completed = false;
        frame.state_.fail().clear();
        frame.state_.fail().thrown(nullptr, frame.entered_);
        outcome const cancelled(frame.state_.room.value);
        (frame.template abandon_one<part_at<limit - 1 - I>>(cancelled), ...);
    }

    using waits = pending<typename all_joined<typename cell_for<part_at<I>>::awaitables...,
                                              choose_t<awaits_body, list<returned>, list<>>>::type>;
    /// No part of it is run by what synchronous runs are made of.
    static constexpr bool fully_awaited = limit == execution::size && !parts::fallible;

    template <class Execution, class Frame, class... P>
    friend constexpr void detail::fail_to_enter_at(::std::size_t, run_state<Execution>&, Frame&,
                                                   list<P...>);
    template <class Part, class Execution, class Frame>
    friend constexpr void detail::fail_to_enter(run_state<Execution>&, Frame&);
    [[no_unique_address]] context_type context_{};
    async_state<execution, Traits, fully_awaited> state_;
    waits waits_;
};

}  // namespace detail
AMBIT_END

#endif
