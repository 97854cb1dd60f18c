// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_SEMAPHORE_HPP
#define AMBIT_ASIO_SEMAPHORE_HPP

#include <ambit/asio/traits.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <mutex>
#include <utility>

AMBIT_BEGIN

/// @brief A number of permits, for coroutines of any threads, strands and contexts to lease.
///
/// First come, first served: a permit that is given back goes straight to whoever waits longest.
/// No thread is ever blocked for longer than it takes to look at the queue.
///
/// Requires: it outlives every run that leases from it, also those that end with their execution
/// context: declare it before the context.
class async_semaphore {
    class waiter;

public:
    /// @brief One permit, or none. Given back by `release` or else by the destructor; movable.
    class permit {
    public:
        permit() noexcept = default;
        permit(permit&& other) noexcept : from_(::std::exchange(other.from_, nullptr)) {}
        permit& operator=(permit&& other) noexcept {
            ::std::swap(from_, other.from_);
            return *this;
        }
        ~permit() { release(); }

        /// @brief Whether this is one.
        [[nodiscard]] explicit operator bool() const noexcept { return from_ != nullptr; }
        /// @brief Gives it back, on any thread. Without one: nothing happens.
        void release() noexcept {
            if (from_ != nullptr) {
                ::std::exchange(from_, nullptr)->give_back();
            }
        }

    private:
        friend async_semaphore;
        explicit permit(async_semaphore& from) noexcept : from_(&from) {}

        async_semaphore* from_ = nullptr;
    };

    /// @brief A manager that holds a permit; made by `lease`. Its resource is the `permit`, which
    /// the body may give back early.
    ///
    /// Enter: waits for a permit. Cancelled while it waits (terminal, partial or total) it throws
    /// `operation_aborted` and has none, unless a permit came first: then it has entered. Exit and
    /// abandon: give the permit back, and never fail. Facts: none; not bound to a thread.
    template <class Executor>
    class basic_lease;

    /// @param permits how many there are.
    explicit async_semaphore(::std::size_t permits) noexcept : free_(permits) {}
    async_semaphore(async_semaphore const&) = delete;
    async_semaphore& operator=(async_semaphore const&) = delete;
    ~async_semaphore() = default;

    /// @brief A permit if one is free now; none is while somebody waits.
    [[nodiscard]] permit try_acquire() noexcept {
        ::std::lock_guard const lock(mutex_);
        if (free_ == 0) {
            return {};
        }
        --free_;
        return permit(*this);
    }

    /// @brief A manager of a permit.
    /// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
    template <class Executor = ::boost::asio::any_io_executor>
    [[nodiscard]] basic_lease<Executor> lease() noexcept;

private:
    void give_back() noexcept {
        ::std::lock_guard const lock(mutex_);
        ++free_;
        serve();
    }
    void serve() noexcept;

    ::std::mutex mutex_;
    ::std::size_t free_;  // zero while somebody waits
    waiter* first_ = nullptr;
    waiter* last_ = nullptr;
};

/// Whoever waits, in the frame of its coroutine. It waits for a timer that never expires, and is
/// resumed by cancelling it: so it is resumed through its executor, can be cancelled as any wait
/// can, and if its context ends the frame is destroyed and the queue left. All that touches the
/// timer does so with the queue locked, since a timer is for one thread at a time.
class async_semaphore::waiter {
public:
    waiter(async_semaphore& queue, ::boost::asio::any_io_executor const& executor)
        : queue_(queue), wake_(executor, ::boost::asio::steady_timer::time_point::max()) {}
    waiter(waiter const&) = delete;
    waiter& operator=(waiter const&) = delete;
    ~waiter() {
        if (enlisted_) {
            static_cast<void>(take());  // a permit that nobody took goes back
        }
    }

    /// Takes the last place of the queue; what it waits for calls the handler.
    template <class Handler>
    void enlist(Handler&& handler) {
        ::std::lock_guard const lock(queue_.mutex_);
        wake_.async_wait(static_cast<Handler&&>(handler));  // if this throws, nothing was done
        (queue_.last_ != nullptr ? queue_.last_->next_ : queue_.first_) = this;
        previous_ = ::std::exchange(queue_.last_, this);
        place_ = place::queued;
        enlisted_ = true;
        queue_.serve();  // one may have become free since it was looked for
    }

    /// Leaves the queue, with a permit if it got one.
    [[nodiscard]] permit take() noexcept {
        ::std::lock_guard const lock(queue_.mutex_);
        bool const has_one = place_ == place::served;
        if (place_ == place::queued) {
            leave();
        }
        place_ = place::outside;
        return has_one ? permit(queue_) : permit();
    }

private:
    friend async_semaphore;
    enum class place : unsigned char { outside, queued, served };

    void leave() noexcept {
        (previous_ != nullptr ? previous_->next_ : queue_.first_) = next_;
        (next_ != nullptr ? next_->previous_ : queue_.last_) = previous_;
    }

    async_semaphore& queue_;
    ::boost::asio::steady_timer wake_;
    waiter* previous_ = nullptr;
    waiter* next_ = nullptr;
    place place_ = place::outside;
    bool enlisted_ = false;
};

inline void async_semaphore::serve() noexcept {
    while (free_ != 0 && first_ != nullptr) {
        waiter& longest = *first_;
        longest.leave();
        longest.place_ = waiter::place::served;
        --free_;
        longest.wake_.cancel();
    }
}

template <class Executor>
class [[nodiscard]] async_semaphore::basic_lease {
public:
    [[nodiscard]] explicit basic_lease(async_semaphore& from) noexcept : from_(&from) {}

    ::boost::asio::awaitable<permit, Executor> async_enter() {
        permit got = from_->try_acquire();
        if (!got) {
            waiter place(*from_, co_await ::boost::asio::this_coro::executor);
            auto const enlist = [&place](auto handler) { place.enlist(::std::move(handler)); };
            auto const token = ::boost::asio::as_tuple(::boost::asio::deferred);
            using signature = void(::boost::system::error_code);
            // what ends the wait is always a cancellation: the permit tells whose
            co_await ::boost::asio::async_initiate<decltype(token), signature>(enlist, token);
            got = place.take();
            if (!got) {
                throw ::boost::system::system_error(::boost::asio::error::operation_aborted);
            }
        }
        co_return ::std::move(got);
    }
    ::boost::asio::awaitable<void, Executor> async_exit(permit& held) {
        held.release();
        co_return;
    }
    void abandon(permit& held) noexcept { held.release(); }

private:
    async_semaphore* from_;
};

template <class Executor>
async_semaphore::basic_lease<Executor> async_semaphore::lease() noexcept {
    return basic_lease<Executor>(*this);
}

AMBIT_END

#endif
