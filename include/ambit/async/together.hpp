// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_TOGETHER_HPP
#define AMBIT_ASYNC_TOGETHER_HPP

#include <ambit/async/task.hpp>

#include <atomic>
#include <coroutine>
#include <exception>

AMBIT_BEGIN
namespace detail {

/// Awaits one or two parts, coroutines that run concurrently; resumes whoever awaits it when all
/// have ended. They may end in different threads.
class parts_awaiter {
public:
    /// A part. It does not throw.
    class part {
    public:
        struct promise_type {
            parts_awaiter* whole = nullptr;

            [[nodiscard]] part get_return_object() noexcept {
                return part(::std::coroutine_handle<promise_type>::from_promise(*this));
            }
            [[nodiscard]] static ::std::suspend_always initial_suspend() noexcept { return {}; }
            [[nodiscard]] auto final_suspend() const noexcept {
                struct count {
                    [[nodiscard]] static bool await_ready() noexcept { return false; }
                    [[nodiscard]] static ::std::coroutine_handle<> await_suspend(
                        ::std::coroutine_handle<promise_type> c) noexcept {
                        return c.promise().whole->one_less();
                    }
                    static void await_resume() noexcept {}
                };
                return count();
            }
            static void return_void() noexcept {}
            static void unhandled_exception() noexcept { ::std::terminate(); }
        };

        part(part const&) = delete;
        part& operator=(part const&) = delete;
        ~part() { coroutine_.destroy(); }

        void start(parts_awaiter& whole) {
            coroutine_.promise().whole = &whole;
            coroutine_.resume();
        }

    private:
        explicit part(::std::coroutine_handle<promise_type> c) noexcept : coroutine_(c) {}
        ::std::coroutine_handle<promise_type> coroutine_;
    };

    explicit parts_awaiter(part& a) noexcept : a_(&a), left_(2) {}
    parts_awaiter(part& a, part& b) noexcept : a_(&a), b_(&b), left_(3) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    [[nodiscard]] ::std::coroutine_handle<> await_suspend(::std::coroutine_handle<> awaiting) {
        awaiting_ = awaiting;
        a_->start(*this);
        if (b_ != nullptr) {
            b_->start(*this);
        }
        return one_less();
    }
    static void await_resume() noexcept {}

private:
    /// Who goes on when one more has ended, or all have been started.
    [[nodiscard]] ::std::coroutine_handle<> one_less() noexcept {
        return left_.fetch_sub(1, ::std::memory_order_acq_rel) == 1 ? awaiting_
                                                                    : ::std::noop_coroutine();
    }

    part* a_;
    part* b_ = nullptr;
    ::std::coroutine_handle<> awaiting_;
    ::std::atomic<int> left_;
};

/// Yields a value at once.
struct already {
    bool value;
    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(::std::coroutine_handle<>) noexcept {}
    constexpr bool await_resume() const noexcept { return value; }
};

/// How coroutines like this one run two parts concurrently, and one out of the reach of whoever
/// cancels. Coroutine types that others cannot await specialise it.
template <class Like>
struct concurrency {
    template <class T>
    using coroutine = task<T>;
    /// Requires: it does not throw.
    using part = parts_awaiter::part;
    static constexpr classifier& is_cancellation = is_cancelled;

    [[nodiscard]] static parts_awaiter together(part& a, part& b) noexcept {
        return parts_awaiter(a, b);
    }
    [[nodiscard]] static parts_awaiter shielded(part& p) noexcept { return parts_awaiter(p); }
    /// Exits are awaited by who may be cancelled already; not all coroutine types can be.
    [[nodiscard]] static already throws_if_cancelled() noexcept { return already{false}; }
    [[nodiscard]] static already throw_if_cancelled(bool) noexcept { return already{false}; }
};

}  // namespace detail
AMBIT_END

#endif
