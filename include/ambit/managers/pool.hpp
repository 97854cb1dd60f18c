// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_HPP
#define AMBIT_MANAGERS_POOL_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/managers/pool/awaiters.hpp>
#include <ambit/managers/pool/errors.hpp>
#include <ambit/managers/pool/state.hpp>
#include <ambit/managers/pool/statistics.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <type_traits>

AMBIT_BEGIN

template <class T>
class pool;
namespace detail {
struct pool_access;
}

/// @brief A manager that borrows a resource of a pool; made by `pool<T>::lease`. Its resource is
/// the `T&`.
///
/// Refers to the pool. A small copyable value, which any number of runs may use at the same time.
///
/// Enter: takes an idle resource or, where the pool has fewer than its bound, has one made;
/// otherwise it waits for its turn. A synchronous run blocks its thread, an asynchronous one
/// suspends. Throws `pool_timeout` if its time is up first, `pool_closed` if the pool is closed,
/// and what the factory throws.
///
/// Exit: asks the pool's predicate, and gives the resource back or, if it is broken, destroys it.
/// Whoever waits longest gets it, or makes its own in its place. If the predicate throws, the
/// resource counts as broken and the exit throws that. Abandoned by a destroyed run it does the
/// same, with an outcome that is cancelled, and what the predicate throws is swallowed.
///
/// Facts: `blocking`, for its synchronous form; not bound to a thread. Suppresses nothing. Policy
/// when the exit fails: `keep_first`.
template <class T>
class [[nodiscard]] pool_lease {
public:
    using properties = ::ambit::properties<blocking>;

    T& enter() const { return pool_->enter(limit_); }
    void exit(T& x, outcome const& o) const { pool_->exit(x, o); }

    [[nodiscard]] detail::pool_entering<T> async_enter() const noexcept {
        return detail::pool_entering<T>(*pool_, limit_);
    }
    [[nodiscard]] detail::pool_exiting<T> async_exit(T& x, outcome const& o) const noexcept {
        return detail::pool_exiting<T>(*pool_, x, o);
    }
    void abandon(T& x) const noexcept { pool_->abandon(x); }

private:
    friend pool<T>;
    friend detail::pool_access;
    pool_lease(detail::pool_state<T>& p, detail::pool_limit const& l) noexcept
        : pool_(&p), limit_(l) {}

    detail::pool_state<T>* pool_;
    detail::pool_limit limit_;
};

/// For managers that borrow by other kinds of awaitables.
struct detail::pool_access {
    template <class T>
    [[nodiscard]] static pool_state<T>& state_of(pool_lease<T> const& l) noexcept {
        return *l.pool_;
    }
    template <class T>
    [[nodiscard]] static pool_limit const& limit_of(pool_lease<T> const& l) noexcept {
        return l.limit_;
    }
};

/// @brief At most `bound` resources of type T, made when they are needed, kept when they are not,
/// and lent to one run at a time.
///
/// ```
/// ambit::pool<connection> databases(8, [] { return connection("shop.db"); });
/// ambit::run(scope(databases.lease()) >> [](connection& db) { ... });
/// ```
///
/// First come, first served, threads and coroutines in one queue: what comes back goes to whoever
/// waits longest, and whoever comes later queues behind, even if it is quicker. The resource that
/// came back last is lent first.
///
/// Never more than `bound` resources exist at once, those being made or destroyed included. All of
/// its functions may be called on any thread at any time. The factory, the predicate and the
/// destructor of T are called while nothing is locked, on the thread of the run that needs or gives
/// back the resource, or that closes the pool: several threads may call them at the same time.
///
/// A coroutine that waited goes on inside of whatever woke it: the exit that gave the resource
/// back, on that thread; `close`; for a deadline, a thread of the pool's own, which the first
/// coroutine that waits with one starts. It is resumed when the pool is not locked, from a loop:
/// the stack does not grow with the number that wait. So an exit may take as long as the next run
/// takes to suspend or end, and a thread that is about to block for a lease or in `close` first
/// resumes those that it made ready. Where that must not be, let the body go on elsewhere first.
///
/// A run that is destroyed while it waits leaves the queue; what it was given meanwhile goes to the
/// next. As any coroutine it must not be destroyed while another thread may resume it.
///
/// Requires: no thread waits for a lease, or closes the pool, while it holds what it waits for.
/// @tparam T an object type; it need not be movable.
template <class T>
class pool {
    static_assert(::std::is_object_v<T> && !::std::is_array_v<T> && !::std::is_const_v<T>,
                  "ambit: the resources of a pool are objects, neither const nor arrays");

public:
    /// @param bound the most resources that exist at once.
    /// @param factory `factory()` makes one: a T, constructed in place, or what a T is made from.
    /// @param broken whether a resource must not be lent again, asked when it comes back: called as
    /// the first of `(T&, outcome const&)`, `(T&)` that it can be called with. Default: none is.
    ///
    /// Effects: keeps the functions; makes no resource. What the factory throws is thrown by the
    /// enter that needed the resource, and the place goes to whoever waits.
    /// Throws: `std::invalid_argument` if bound is 0; `std::bad_alloc`; what moving the functions
    /// throws.
    template <class Factory, class Broken = detail::never_broken>
        requires detail::makes<::std::decay_t<Factory>, T> &&
                 detail::judges<::std::decay_t<Broken>, T>
    [[nodiscard]] pool(::std::size_t bound, Factory&& factory, Broken&& broken = Broken())
        : state_(checked(bound),
                 ::std::make_unique<
                     detail::pool_recipe_of<T, ::std::decay_t<Factory>, ::std::decay_t<Broken>>>(
                     static_cast<Factory&&>(factory), static_cast<Broken&&>(broken))) {}
    pool(pool const&) = delete;
    pool& operator=(pool const&) = delete;
    /// @brief Closes it: blocks until everything has come back.
    ///
    /// Requires: no lease is held by who destroys it. Otherwise it waits for ever.
    ~pool() { close(); }

    /// @brief A manager of one resource, however long that takes.
    [[nodiscard]] pool_lease<T> lease() noexcept {
        return pool_lease<T>(state_, detail::pool_limit());
    }
    /// @brief A manager of one resource, which waits at most this long to be entered, counted from
    /// each time that it has to wait. With zero, or less, it does not wait at all.
    template <class Rep, class Period>
    [[nodiscard]] pool_lease<T> lease(::std::chrono::duration<Rep, Period> at_most) noexcept {
        return pool_lease<T>(state_, detail::pool_limit(at_most));
    }
    /// @brief A manager of one resource, which waits until then, and not longer.
    [[nodiscard]] pool_lease<T> lease_until(
        ::std::chrono::steady_clock::time_point deadline) noexcept {
        return pool_lease<T>(state_, detail::pool_limit(deadline));
    }

    /// @brief Ends it: from now on entering a lease throws `pool_closed`, as do those that wait;
    /// what is idle is destroyed; blocks until what is lent has come back, which is destroyed then.
    ///
    /// May be called several times, by several threads. Requires: the caller holds no lease.
    void close() { static_cast<void>(state_.close(detail::pool_limit())); }
    /// @brief The same, but blocks for no longer than this. Returns whether nothing is open.
    template <class Rep, class Period>
    bool close_for(::std::chrono::duration<Rep, Period> at_most) {
        return state_.close(detail::pool_limit(at_most));
    }
    /// @brief An awaitable that closes it, and suspends where `close` blocks. Whoever gives back
    /// the last resource resumes it.
    [[nodiscard]] auto async_close() noexcept { return detail::pool_closing<T>(state_); }

    /// @brief How it stands: all numbers are of one moment.
    [[nodiscard]] pool_statistics statistics() const noexcept { return state_.core.statistics(); }

private:
    [[nodiscard]] static ::std::size_t checked(::std::size_t bound) {
        if (bound == 0) {
            AMBIT_THROW(::std::invalid_argument("ambit::pool: a bound of 0"));
        }
        return bound;
    }

    detail::pool_state<T> state_;
};

template <class Factory, class... Broken>
pool(::std::size_t, Factory, Broken...) -> pool<::std::decay_t<::std::invoke_result_t<Factory&>>>;

AMBIT_END

#endif
