// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_STATE_HPP
#define AMBIT_ASYNC_STATE_HPP

#include <ambit/async/traits.hpp>
#include <ambit/run/segments.hpp>

AMBIT_BEGIN
namespace detail {

/// What a coroutine type's traits give to managers that take part in its runs; see `shields`.
template <class Traits>
struct context_of {
    using type = nothing;
};
template <class Traits>
    requires Traits::shields
struct context_of<Traits> {
    using type = typename Traits::context;
};

/// Out of line, to keep it out of the way of a success.
inline AMBIT_COLD void end_failure(late<failure>& room) noexcept { room.destroy(); }

/// The body's result of an asynchronous run, and its failure, once there is one.
/// @tparam Traits those of the coroutine type.
/// @tparam Fully nothing of the run is left to a synchronous part of it, which would want to know
/// the run and what a cancellation is.
template <class Execution, class Traits, bool Fully>
struct async_state {
    /// Who has completed has not failed: two that are never both are told apart by one.
    static constexpr bool exclusive = !Execution::parts::many_exits;

    kept_result<typename Execution::body_result, Execution::may_suppress> result{};
    [[no_unique_address]] body_error<typename Execution::body_result> error{};
    [[no_unique_address]] set_aside_room<Execution::set_aside_capacity> set_aside{};
    late<failure> room{};
    bool has_failed = false;
    bool completed = false;  // the body has

    explicit async_state(late<Execution>&) noexcept {}
    async_state(async_state const&) = delete;
    async_state& operator=(async_state const&) = delete;
    ~async_state() {
        if (!(exclusive && completed) && has_failed) {
            detail::end_failure(room);
        }
    }
    failure& fail() noexcept {
        if (!has_failed) {
            ::std::construct_at(__builtin_addressof(room.value), set_aside.data(),
                                &Traits::is_cancellation);
            has_failed = true;
        }
        return room.value;
    }
    [[nodiscard]] bool failing() const noexcept { return has_failed && room.value.failing(); }
};
template <class Execution, class Traits>
struct async_state<Execution, Traits, false> : run_state<Execution> {
    static constexpr bool exclusive = false;
    bool completed = false;

    explicit async_state(late<Execution>& run) noexcept
        : run_state<Execution>(run.value, &Traits::is_cancellation) {}
};

}  // namespace detail
AMBIT_END

#endif
