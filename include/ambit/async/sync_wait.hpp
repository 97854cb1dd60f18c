// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_SYNC_WAIT_HPP
#define AMBIT_ASYNC_SYNC_WAIT_HPP

#include <ambit/async/refused.hpp>
#include <ambit/async/task.hpp>
#include <ambit/manager/awaitable.hpp>

#include <semaphore>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// A coroutine that awaits something and then releases the thread that waits for it.
class waiting {
public:
    struct promise_type {
        ::std::binary_semaphore* done = nullptr;

        [[nodiscard]] waiting get_return_object() noexcept {
            return waiting(::std::coroutine_handle<promise_type>::from_promise(*this));
        }
        [[nodiscard]] static ::std::suspend_always initial_suspend() noexcept { return {}; }
        [[nodiscard]] auto final_suspend() const noexcept {
            struct release {
                [[nodiscard]] static bool await_ready() noexcept { return false; }
                static void await_suspend(::std::coroutine_handle<promise_type> c) noexcept {
                    c.promise().done->release();
                }
                static void await_resume() noexcept {}
            };
            return release();
        }
        static void return_void() noexcept {}
        static void unhandled_exception() noexcept { ::std::terminate(); }
    };

    waiting(waiting const&) = delete;
    waiting& operator=(waiting const&) = delete;
    ~waiting() { coroutine_.destroy(); }

    void run() {
        ::std::binary_semaphore done(0);
        coroutine_.promise().done = &done;
        coroutine_.resume();
        done.acquire();
    }

private:
    explicit waiting(::std::coroutine_handle<promise_type> c) noexcept : coroutine_(c) {}
    ::std::coroutine_handle<promise_type> coroutine_;
};

/// Awaits, and leaves what happened with the promise.
template <class T, class A>
waiting await_into(A& a, task_promise<T>& result) {
    AMBIT_TRY {
        if constexpr (::std::is_void_v<T>) {
            co_await static_cast<A&&>(a);
            result.return_void();
        } else {
            result.return_value(co_await static_cast<A&&>(a));
        }
    }
    AMBIT_CATCH { result.unhandled_exception(); }
}

/// What a wait for A returns: where A yields an rvalue reference, an object moved from that.
template <class A, class T = awaited_t<A>>
using waited_t = ::std::conditional_t<::std::is_rvalue_reference_v<T>, ::std::remove_cvref_t<T>, T>;

}  // namespace detail

/// @brief Runs an awaitable to its end while this thread waits; returns what it yields.
///
/// Requires: whatever it waits for goes on without this thread. Throws what it throws, and
/// `std::bad_alloc` where there is no memory to start it.
template <class A>
    requires detail::awaitable<A>
detail::waited_t<A> sync_wait(A&& a) {
    if constexpr (detail::is_refused_run<A>) {
        return a.await_resume();
    } else {
        detail::task_promise<detail::waited_t<A>> result;
        {
            detail::waiting w = detail::await_into<detail::waited_t<A>, A>(a, result);
            w.run();
        }
        return result.take();
    }
}

AMBIT_END

#endif
