// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_TOGETHER_HPP
#define AMBIT_ASYNC_TOGETHER_HPP

#include <ambit/async/task.hpp>

#include <atomic>
#include <coroutine>
#include <exception>

AMBIT_BEGIN
namespace detail {

/// Runs two tasks concurrently: resumes whoever awaits it when both have ended. The tasks do not
/// throw. They may end in different threads.
class both_tasks {
    /// Awaits one of them, and then counts.
    class one {
    public:
        struct promise_type {
            both_tasks* both = nullptr;

            [[nodiscard]] one get_return_object() noexcept {
                return one(::std::coroutine_handle<promise_type>::from_promise(*this));
            }
            [[nodiscard]] static ::std::suspend_always initial_suspend() noexcept { return {}; }
            [[nodiscard]] auto final_suspend() const noexcept {
                struct count {
                    [[nodiscard]] static bool await_ready() noexcept { return false; }
                    [[nodiscard]] static ::std::coroutine_handle<> await_suspend(
                        ::std::coroutine_handle<promise_type> c) noexcept {
                        return c.promise().both->one_less();
                    }
                    static void await_resume() noexcept {}
                };
                return count();
            }
            static void return_void() noexcept {}
            static void unhandled_exception() noexcept { ::std::terminate(); }
        };

        one(one const&) = delete;
        one& operator=(one const&) = delete;
        ~one() { coroutine_.destroy(); }

        void start(both_tasks& b) {
            coroutine_.promise().both = &b;
            coroutine_.resume();
        }

    private:
        explicit one(::std::coroutine_handle<promise_type> c) noexcept : coroutine_(c) {}
        ::std::coroutine_handle<promise_type> coroutine_;
    };
    static one await_one(task<void>& t) { co_await static_cast<task<void>&&>(t); }

public:
    both_tasks(task<void>& a, task<void>& b) : a_(await_one(a)), b_(await_one(b)) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    [[nodiscard]] ::std::coroutine_handle<> await_suspend(::std::coroutine_handle<> awaiting) {
        awaiting_ = awaiting;
        a_.start(*this);
        b_.start(*this);
        return one_less();
    }
    static void await_resume() noexcept {}

private:
    /// Who goes on when one more has ended, or has been started.
    [[nodiscard]] ::std::coroutine_handle<> one_less() noexcept {
        return left_.fetch_sub(1, ::std::memory_order_acq_rel) == 1 ? awaiting_
                                                                    : ::std::noop_coroutine();
    }

    one a_;
    one b_;
    ::std::coroutine_handle<> awaiting_;
    ::std::atomic<int> left_{3};
};

/// Yields a value at once.
struct already {
    bool value;
    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(::std::coroutine_handle<>) noexcept {}
    constexpr bool await_resume() const noexcept { return value; }
};

/// How coroutines like this one run two of their kind concurrently, and one out of the reach of
/// whoever cancels. Coroutine types that others cannot await specialise it.
template <class Like>
struct concurrency {
    template <class T>
    using coroutine = task<T>;
    static constexpr classifier& is_cancellation = is_cancelled;

    /// Runs both. Requires: they do not throw.
    [[nodiscard]] static task<void> together(task<void>& a, task<void>& b) {
        both_tasks both(a, b);
        co_await both;
    }
    /// Exits are awaited by who may be cancelled already; not all coroutine types can be.
    [[nodiscard]] static already throws_if_cancelled() noexcept { return already{false}; }
    [[nodiscard]] static already throw_if_cancelled(bool) noexcept { return already{false}; }
    [[nodiscard]] static task<void> shielded(task<void>& t) {
        co_await static_cast<task<void>&&>(t);
    }
};

}  // namespace detail
AMBIT_END

#endif
