// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_OUTCOME_HPP
#define AMBIT_MANAGER_OUTCOME_HPP

#include <ambit/manager/failure.hpp>

#include <cstddef>
#include <exception>

AMBIT_BEGIN

class outcome;
namespace detail {
/// The failure that an outcome refers to; null on success.
[[nodiscard]] constexpr failure* failure_of(outcome const& o) noexcept;
/// The place of the run's failure, whether there is one or not; null where that has none.
[[nodiscard]] constexpr failure* failure_room_of(outcome const& o) noexcept;
/// The rest of a run that has to be awaited for this outcome to be known, or null.
class resumption;
[[nodiscard]] constexpr resumption* rest_of(outcome const& o) noexcept;
}  // namespace detail

/// @brief How the run stands when an exit is called: what an exit that takes one sees.
///
/// Refers to the run: it and all that it returns are valid during the exit, and not longer.
class outcome {
public:
    /// A success.
    constexpr outcome() noexcept = default;
    constexpr explicit outcome(detail::failure& f) noexcept : failure_(&f), settled_(false) {}
    outcome(outcome const&) = delete;
    outcome& operator=(outcome const&) = delete;

    [[nodiscard]] constexpr bool succeeded() const noexcept { return !failed(); }
    /// @brief True also for a cancellation: code which undoes on failure undoes on cancellation.
    [[nodiscard]] constexpr bool failed() const noexcept {
        return settled_ ? failed_ : failure_->failing();
    }
    /// @brief Failed, and the failure is a cancellation (in a synchronous run: the exception
    /// `ambit::cancelled`, or the forced unwinding of `pthread_cancel`). Classified when first
    /// asked.
    [[nodiscard]] constexpr bool cancelled() const noexcept {
        return failed() && failure_->is_cancellation();
    }
    /// @brief The failure that was thrown, else null: on success, for an error value, and for the
    /// forced unwinding of a thread.
    [[nodiscard]] ::std::exception_ptr const& exception() const noexcept {
        unsigned char const* p = exception_;
        if (!settled_ && failure_->failing()) {
            p = failure_->exception_bytes();
        }
        return *::std::launder(reinterpret_cast<::std::exception_ptr const*>(p));
    }
    /// @brief The failure seen as an E, else null: what was thrown, of type E or derived from it,
    /// or an error value of type E.
    template <class E>
    [[nodiscard]] constexpr E const* error() const noexcept {
        return failed() ? failure_->template as<E>() : nullptr;
    }
    /// @brief The index of the stage whose factory, enter or exit failed; the number of stages
    /// where the body failed. Zero on success.
    [[nodiscard]] constexpr ::std::size_t origin() const noexcept {
        return failed() ? failure_->origin() : 0;
    }
    /// @brief The failures that were set aside so far (see `on_exit_error`), oldest first.
    [[nodiscard]] constexpr detail::failure_range secondary() const noexcept {
        return failed() ? failure_->set_aside() : detail::failure_range();
    }

protected:
    constexpr outcome(detail::failure& f, bool failed, unsigned char const* exception) noexcept
        : failure_(&f), exception_(exception), failed_(failed) {}
    constexpr explicit outcome(detail::resumption& r) noexcept : rest_(&r) {}
    constexpr void assign(outcome const& o) noexcept {
        failure_ = o.failure_;
        exception_ = o.exception_;
        settled_ = o.settled_;
        failed_ = o.failed_;
    }

private:
    friend constexpr detail::failure* detail::failure_of(outcome const& o) noexcept;
    friend constexpr detail::failure* detail::failure_room_of(outcome const& o) noexcept;
    friend constexpr detail::resumption* detail::rest_of(outcome const& o) noexcept;

    detail::failure* failure_ = nullptr;
    unsigned char const* exception_ = detail::null_exception_bytes;
    detail::resumption* rest_ = nullptr;
    bool settled_ = true;  // by failed_ and exception_; else it is as the failure stands
    bool failed_ = false;
};

namespace detail {
[[nodiscard]] constexpr failure* failure_of(outcome const& o) noexcept {
    return o.failed() ? o.failure_ : nullptr;
}
[[nodiscard]] constexpr failure* failure_room_of(outcome const& o) noexcept { return o.failure_; }
[[nodiscard]] constexpr resumption* rest_of(outcome const& o) noexcept { return o.rest_; }

/// One that says itself what most exits ask, so that asking costs nothing where all goes well: a
/// failure or, where f need not have begun, a success.
class settled_outcome : public outcome {
public:
    constexpr settled_outcome(failure& f, bool failed, unsigned char const* exception) noexcept
        : outcome(f, failed, exception) {}
    constexpr void is_success() noexcept { assign(outcome()); }
};

/// The outcome of what went well: a constant, so that exits which look at it cost nothing then.
inline constexpr outcome success;
}  // namespace detail

AMBIT_END

#endif
