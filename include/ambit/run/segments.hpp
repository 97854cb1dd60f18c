// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_SEGMENTS_HPP
#define AMBIT_RUN_SEGMENTS_HPP

#include <ambit/run/frame.hpp>
#include <ambit/run/generator_fault.hpp>

#include <optional>

AMBIT_BEGIN
namespace detail {

/// How a part of a run ended.
enum class ending : unsigned char {
    completed,   ///< the body completed
    suppressed,  ///< there was a failure, and a stage suppressed it
    failed,      ///< there is a failure
};

template <class T>
struct body_error {};
template <class T>
    requires expected_like<T>
struct body_error<T> : stable_error<::std::remove_reference_t<T>> {};

/// Where the error of a stage that failed to enter by value is kept: outer exits see it when what
/// it was returned in is gone.
template <class Part, bool Fallible = Part::fallible>
struct enter_error_room {};
template <class Part>
struct enter_error_room<Part, true> {
    ::std::optional<error_t<entered_t<typename Part::form, typename Part::manager>>> error;
};
template <class Parts>
struct enter_error_rooms;
template <class... E, bool Async>
struct enter_error_rooms<parts<list<E...>, Async>> : enter_error_room<part<E, Async>>... {};

/// What a run keeps that is more than one handler: the body's result, and the failure once there is
/// one.
template <class Execution>
struct run_state {
    Execution& run;
    kept_result<typename Execution::body_result, Execution::may_suppress> result{};
    [[no_unique_address]] body_error<typename Execution::body_result> error{};
    [[no_unique_address]] enter_error_rooms<typename Execution::parts> enter_errors{};
    set_aside_room<Execution::set_aside_capacity> set_aside{};
    late<failure> room{};
    classifier* is_cancellation;
    bool has_failed = false;

    constexpr explicit run_state(Execution& r, classifier* c = nullptr) noexcept
        : run(r), is_cancellation(c) {}
    run_state(run_state const&) = delete;
    run_state& operator=(run_state const&) = delete;
    constexpr ~run_state() {
        if (has_failed) {
            room.destroy();
        }
    }
    constexpr failure& fail() noexcept {
        if (!has_failed) {
            ::std::construct_at(__builtin_addressof(room.value), set_aside.data(), is_cancellation);
            has_failed = true;
        }
        return room.value;
    }
    /// In a handler. What is thrown where there is a failure already unwinds the thread.
    void caught(::std::size_t n) noexcept {
        fail().clear();
        room.value.caught(n);
    }
    /// Returns what the run does, or throws its failure.
    constexpr typename Execution::result end(ending how) {
        if (how == ending::suppressed) {
            result.drop();
        } else if (how == ending::failed && !room.value.is(failure::kind::by_value)) {
            result.drop();
            room.value.rethrow();
        }
        return result.take();
    }
    [[nodiscard]] constexpr bool failing() const noexcept {
        return has_failed && room.value.failing();
    }
};

template <::std::size_t First, class Execution>
AMBIT_ALWAYS_INLINE constexpr ending run_segment(run_state<Execution>& state);

/// An outcome that stays where it is, while its failure is made when there is one.
class run_outcome : public outcome {
public:
    constexpr void refer_to(failure& f) noexcept { assign(outcome(f)); }
};

/// The rest of a run inside of the stage at Index, which surrounds it.
template <::std::size_t Index, class Execution, class R>
struct surrounded_base : continuation<R> {
    run_state<Execution>& state;
    ending inner = ending::failed;
    ::std::size_t calls = 0;
    run_outcome seen;

    constexpr explicit surrounded_base(run_state<Execution>& s) noexcept : state(s) {}
    constexpr outcome const& run_once() {
        if (++calls == 1) {
            inner = detail::run_segment<Index + 1>(state);
            if (inner == ending::failed) {
                seen.refer_to(state.room.value);
            }
        }
        return seen;
    }
};
template <::std::size_t Index, class Execution, class R>
struct surrounded final : surrounded_base<Index, Execution, R> {
    using surrounded_base<Index, Execution, R>::surrounded_base;
    constexpr outcome const& resume(R& r) override {
        detail::publish<false>(static_cast<resource_pointer<offered<Index, R>>&>(
                                   this->state.run.resources),
                               r);
        return this->run_once();
    }
};
template <::std::size_t Index, class Execution>
struct surrounded<Index, Execution, void> final : surrounded_base<Index, Execution, void> {
    using surrounded_base<Index, Execution, void>::surrounded_base;
    constexpr outcome const& resume() override { return this->run_once(); }
};

/// In a handler: the function of a stage that surrounds others threw. Before it yielded that is a
/// failure to enter, and goes on; after, it is an exit that threw.
template <::std::size_t Index, class Facts, class Execution>
void around_threw(run_state<Execution>& state, ::std::size_t calls) {
    ::std::exception_ptr const thrown = ::std::current_exception();
    if (calls == 0 || thrown == nullptr) {
        AMBIT_RETHROW;
    }
    if (Facts::terminates) {
        ::std::terminate();
    }
    state.fail().template exit_threw<Execution::parts::policies>(Facts::policy, thrown, Index);
}

/// Runs what is inside of the stage at Index through that stage's manager.
template <::std::size_t Index, class Execution, class M>
constexpr ending run_through(run_state<Execution>& state, M& manager) {
    using facts = manager_facts<M>;
    using resource = resource_t<M>;

    surrounded<Index, Execution, resource> rest(state);
    [[maybe_unused]] bool threw = false;
    AMBIT_TRY {
        detail::bare_reference(manager).surround(::ambit::yield<resource>(rest));
        if (rest.calls != 1) {
            detail::throw_generator_error(
                detail::fault_text<bare_t<M>>(detail::fault_of(rest.calls)));
        }
    }
    AMBIT_CATCH {
        detail::around_threw<Index, facts>(state, rest.calls);
        threw = true;
    }
    if constexpr (facts::suppresses) {
        if (!threw && state.has_failed) {
            detail::suppress<facts>(state.room.value);
        }
    }
    if (state.failing()) {
        return ending::failed;
    }
    return rest.inner == ending::completed ? ending::completed : ending::suppressed;
}
/// The same, where a factory may have to make the manager first.
template <class Part, class Execution>
constexpr ending run_surrounding(run_state<Execution>& state) {
    if constexpr (Part::made) {
        using made = typename Part::entry::classified::made;
        made manager =
            made_from<made>::make(factory_call<Part, Execution>{__builtin_addressof(state.run)});
        return detail::run_through<Part::index>(state, manager);
    } else {
        return detail::run_through<Part::index>(state, Part::source_in(state.run.stages));
    }
}

/// The body, as the innermost part of a run.
template <class Execution>
AMBIT_ALWAYS_INLINE constexpr ending run_body(run_state<Execution>& state) {
    state.result.keep([&]() -> typename Execution::body_result { return state.run.call_body(); });
    if constexpr (expected_like<typename Execution::body_result>) {
        if (!state.result.get().has_value()) {
            auto const& e = state.error.of(state.result.get());
            state.fail().by_value(e, Execution::size);
            return ending::failed;
        }
    }
    return ending::completed;
}

/// The enter of a stage returned an error: the result becomes one.
template <class Part, class Execution, class Frame>
constexpr void fail_to_enter(run_state<Execution>& state, Frame& frame) {
    if constexpr (Part::fallible) {
        end_of<typename Part::slot_type> const end{frame.template slot_at<Part>()};
        auto& returned = end.slot.entered;
        auto const& e = static_cast<enter_error_room<Part>&>(state.enter_errors)
                            .error.emplace(::std::move(returned).error());
        using result = typename Execution::body_result;
        state.result.keep([&]() -> result { return detail::with_error<result>(e); });
        state.fail().by_value(e, Part::index);
    }
}
template <class Execution, class Frame, class... P>
constexpr void fail_to_enter_at([[maybe_unused]] ::std::size_t n, run_state<Execution>& state,
                                Frame& frame, list<P...>) {
    ((n == P::index ? detail::fail_to_enter<P>(state, frame) : void()), ...);
}

/// Runs the stages from First on up to one that surrounds the rest, under one handler, with what is
/// inside them: that stage with the rest, or the body.
template <::std::size_t First, class Execution>
AMBIT_ALWAYS_INLINE constexpr ending run_segment(run_state<Execution>& state) {
    using frame_type = frame_from<Execution, First>;
    frame_type frame;
    ::std::size_t n = First;
    ending end = ending::failed;
    AMBIT_TRY {
        if (!frame.enter(state.run, n, typename frame_type::parts())) {
            detail::fail_to_enter_at(n, state, frame, typename frame_type::parts());
        } else {
            if constexpr (frame_type::last == Execution::size) {
                end = detail::run_body(state);
            } else {
                using around = typename Execution::template part_at<frame_type::last>;
                end = detail::run_surrounding<around>(state);
            }
            if constexpr (!Execution::parts::many_exits) {
                if (end != ending::failed) {
                    frame.exit_all(state.run.stages, n);
                }
            }
        }
    }
    AMBIT_CATCH {
        state.caught(n);
        end = ending::failed;
    }
    if (end == ending::failed) {
        // The handler is left by now: a failure that is suppressed must not stay current.
        detail::unwind<Execution>(state.run.stages, frame, state.room.value, n);
        if (!state.room.value.failing()) {
            end = ending::suppressed;
        }
    } else if constexpr (Execution::parts::many_exits) {
        // Exits are told of a failure that there is not yet, for them to make one.
        failure& f = state.fail();
        detail::unwind<Execution>(state.run.stages, frame, f, n);
        if (f.has_begun()) {
            end = f.failing() ? ending::failed : ending::suppressed;
        }
    }
    return end;
}

/// Runs the stages from First on, and the body, where a stage surrounds others or has many exits.
template <::std::size_t First, class Execution>
constexpr typename Execution::result run_segments(Execution& run) {
    run_state<Execution> state(run);
    return state.end(detail::run_segment<First>(state));
}

}  // namespace detail
AMBIT_END

#endif
