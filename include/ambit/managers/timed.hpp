// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_TIMED_HPP
#define AMBIT_MANAGERS_TIMED_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/with.hpp>
#include <ambit/run/slot.hpp>

#include <chrono>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class Sink>
class [[nodiscard]] timer {
    using clock = ::std::chrono::steady_clock;
    using time = ::std::chrono::nanoseconds;
    struct started : nothing {
        clock::time_point at = clock::now();
    };

public:
    /// When it was entered is a matter of each run, and of nobody else.
    using offers = void;

    template <class S>
    [[nodiscard]] constexpr timer(in_place_t, S&& sink) : sink_(static_cast<S&&>(sink)) {}

    started enter() noexcept { return {}; }
    started enter() const noexcept
        requires ::std::is_invocable_v<Sink const&, time>
    {
        return {};
    }
    void exit(started const& s) noexcept(::std::is_nothrow_invocable_v<Sink&, time>) {
        static_cast<void>(sink_(since(s)));
    }
    void exit(started const& s) const noexcept(::std::is_nothrow_invocable_v<Sink const&, time>)
        requires ::std::is_invocable_v<Sink const&, time>
    {
        static_cast<void>(sink_(since(s)));
    }

private:
    [[nodiscard]] static time since(started const& s) noexcept {
        return ::std::chrono::duration_cast<time>(clock::now() - s.at);
    }

    [[no_unique_address]] Sink sink_;
};

/// What becomes of a sink that takes no time: no manager.
struct timed_without_sink {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes a sink that is called with std::chrono::nanoseconds";
    }
};

/// And of one that returns an awaitable.
struct timed_with_awaited_sink {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "does not await what its sink returns: let the sink return nothing";
    }
};

struct timed_fn {
    template <class Sink>
    [[nodiscard]] constexpr auto operator()(Sink&& sink) const {
        using function = ::std::decay_t<Sink>;
        if constexpr (!::std::is_invocable_v<function&, ::std::chrono::nanoseconds>) {
            return timed_without_sink();
        } else if constexpr (awaitable<
                                 ::std::invoke_result_t<function&, ::std::chrono::nanoseconds>>) {
            return timed_with_awaited_sink();
        } else {
            return timer<function>(in_place, static_cast<Sink&&>(sink));
        }
    }
};

}  // namespace detail

/// @brief `timed(sink)`: calls `sink(std::chrono::nanoseconds)` at exit, however the run went, with
/// the time since it was entered, by `std::chrono::steady_clock`.
///
/// The sink is copied or moved in; what it returns is ignored, and must be nothing to await.
/// Resource: none. Facts: none; it suppresses nothing. Throws at
/// exit what the sink throws; where that is noexcept, so is the exit.
inline constexpr detail::timed_fn timed{};

AMBIT_END

#endif
