// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_WAITER_HPP
#define AMBIT_MANAGERS_POOL_WAITER_HPP

#include <ambit/managers/pool/resume_queue.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>

AMBIT_BEGIN
namespace detail {

using pool_clock_type = ::std::chrono::steady_clock;

/// Until when a lease waits to be entered.
class pool_limit {
public:
    using duration = pool_clock_type::duration;
    using time_point = pool_clock_type::time_point;

    constexpr pool_limit() noexcept = default;
    constexpr explicit pool_limit(time_point until) noexcept : until_(until) {}
    template <class Rep, class Period>
    constexpr explicit pool_limit(::std::chrono::duration<Rep, Period> d)
        : span_(saturated(d)), relative_(true) {}

    /// Counted from now where it is a span; the last time point there is for no limit.
    [[nodiscard]] time_point deadline() const noexcept {
        if (!relative_) {
            return until_;
        }
        auto const now = pool_clock_type::now();
        return span_ < time_point::max() - now ? now + span_ : time_point::max();
    }

private:
    template <class Rep, class Period>
    static constexpr duration saturated(::std::chrono::duration<Rep, Period> d) {
        using seconds = ::std::chrono::duration<double>;
        if (seconds(d) >= seconds(duration::max())) {
            return duration::max();
        }
        return d > d.zero() ? ::std::chrono::ceil<duration>(d) : duration::zero();
    }

    time_point until_ = time_point::max();
    duration span_ = duration::zero();
    bool relative_ = false;
};

/// A resource that a pool holds, without its type.
struct pool_slot {
    pool_slot* next = nullptr;
    void* node = nullptr;
};

/// Whoever enters a lease, and waits in the pool's queue if need be. All but its state is for who
/// holds the pool's lock, or for its owner while it is in no queue.
class pool_waiter : public resumable {
public:
    enum class state : unsigned char {
        outside,
        queued,
        given,    // a place: `slot`, or none if the resource has to be made
        late,     // its time was up
        refused,  // the pool was closed
    };

    pool_waiter() noexcept = default;
    explicit pool_waiter(pool_limit const& l) noexcept : limit(l) {}
    pool_waiter(pool_waiter const& other) noexcept : resumable(other), limit(other.limit) {}
    pool_waiter& operator=(pool_waiter const&) = delete;

    /// Called when it is no longer queued, with the pool locked.
    virtual void wake() noexcept = 0;

    [[nodiscard]] bool is(state s) const noexcept { return now_.load(acquire) == s; }
    void become(state s) noexcept { now_.store(s, ::std::memory_order_release); }
    /// How it ended, for its owner, once.
    [[nodiscard]] state take_state() noexcept {
        auto const how = now_.load(acquire);
        now_.store(state::outside, ::std::memory_order_relaxed);
        return how;
    }

    pool_limit limit;
    pool_limit::time_point deadline = pool_limit::time_point::max();
    pool_slot* slot = nullptr;
    bool clocked = false;

protected:
    ~pool_waiter() = default;

private:
    static constexpr auto acquire = ::std::memory_order_acquire;

    ::std::atomic<state> now_ = state::outside;
};

/// A thread that waits.
class blocked_waiter final : public pool_waiter {
public:
    using pool_waiter::pool_waiter;
    void wake() noexcept override { woken.notify_one(); }

    ::std::condition_variable woken;
};

/// A coroutine that waits: whoever wakes it resumes it, once the pool is not locked any more.
class suspended_waiter : public pool_waiter {
public:
    using pool_waiter::pool_waiter;
    void wake() noexcept final { resume_queue::here().append(*this); }
};

}  // namespace detail
AMBIT_END

#endif
