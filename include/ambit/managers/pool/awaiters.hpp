// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_AWAITERS_HPP
#define AMBIT_MANAGERS_POOL_AWAITERS_HPP

#include <ambit/managers/pool/state.hpp>

#include <coroutine>

AMBIT_BEGIN
namespace detail {

/// Awaits a resource. It joins the queue when it is awaited, and not before: g++ 12 moves awaiters.
template <class T>
class [[nodiscard]] pool_entering final : public suspended_waiter {
public:
    pool_entering(pool_state<T>& pool, pool_limit const& limit) noexcept
        : suspended_waiter(limit), pool_(&pool) {}
    pool_entering(pool_entering const&) noexcept = default;
    pool_entering& operator=(pool_entering const&) = delete;
    ~pool_entering() { pool_->leave(*this); }

    [[nodiscard]] bool await_ready() noexcept { return pool_->core.enter_at_once(*this); }
    [[nodiscard]] bool await_suspend(::std::coroutine_handle<> h) {
        coroutine = h;
        return pool_->core.enlist(*this);
    }
    [[nodiscard]] T& await_resume() { return pool_->take(*this); }

private:
    pool_state<T>* pool_;
};

/// Gives a resource back. If that made coroutines ready, and none further out on the stack resumes
/// them, then this does: its own after the first of them, since they may be many.
template <class T>
class [[nodiscard]] pool_exiting final : public resumable {
public:
    pool_exiting(pool_state<T>& pool, T& x, outcome const& o) noexcept
        : pool_(&pool), resource_(&x), outcome_(&o) {}
    pool_exiting(pool_exiting const&) noexcept = default;
    pool_exiting& operator=(pool_exiting const&) = delete;
    ~pool_exiting() { leave_list(); }

    [[nodiscard]] bool await_ready() {
        AMBIT_TRY { pool_->give_back(*resource_, *outcome_); }
        AMBIT_CATCH {
            resume_queue::here().settle();
            AMBIT_RETHROW;
        }
        return !resume_queue::here().must_run();
    }
    void await_suspend(::std::coroutine_handle<> h) noexcept {
        auto& queue = resume_queue::here();
        coroutine = h;
        queue.append(*this);
        queue.run();
    }
    static constexpr void await_resume() noexcept {}

private:
    pool_state<T>* pool_;
    T* resource_;
    outcome const* outcome_;
};

/// Closes a pool, and awaits that nothing is open any more.
template <class T>
class [[nodiscard]] pool_closing final : public suspended_waiter {
public:
    explicit pool_closing(pool_state<T>& pool) noexcept : pool_(&pool) {}
    pool_closing(pool_closing const&) noexcept = default;
    pool_closing& operator=(pool_closing const&) = delete;
    ~pool_closing() {
        pool_->core.leave_closers(*this);
        leave_list();
    }

    [[nodiscard]] bool await_ready() noexcept {
        pool_->begin_close();
        resume_queue::here().settle();
        return false;
    }
    [[nodiscard]] bool await_suspend(::std::coroutine_handle<> h) noexcept {
        coroutine = h;
        return pool_->core.enlist_closer(*this);
    }
    static constexpr void await_resume() noexcept {}

private:
    pool_state<T>* pool_;
};

}  // namespace detail
AMBIT_END

#endif
