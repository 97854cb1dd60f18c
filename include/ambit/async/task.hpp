// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_TASK_HPP
#define AMBIT_ASYNC_TASK_HPP

#include <ambit/async/traits.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

AMBIT_BEGIN

template <class T = void>
class task;

namespace detail {

/// Goes on with whoever awaits the coroutine that ends here.
struct final_transfer {
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    [[nodiscard]] static ::std::coroutine_handle<> await_suspend(
        ::std::coroutine_handle<Promise> ended) noexcept {
        return ended.promise().awaiting;
    }
    static constexpr void await_resume() noexcept {}
};

/// What every task's promise has.
struct task_promise_base {
    ::std::coroutine_handle<> awaiting;

    [[nodiscard]] static ::std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static final_transfer final_suspend() noexcept { return {}; }
};

/// Keeps a value, a reference or an exception until the task is asked for it.
template <class T>
class task_promise : public task_promise_base {
    using kept = ::std::conditional_t<::std::is_reference_v<T>, ::std::remove_reference_t<T>*,
                                      ::std::remove_const_t<T>>;
    enum class state : unsigned char { empty, value, exception };

public:
    task_promise() noexcept {}  // NOLINT: the union starts out empty
    task_promise(task_promise const&) = delete;
    task_promise& operator=(task_promise const&) = delete;
    ~task_promise() {
        if (state_ == state::value) {
            ::std::destroy_at(::std::addressof(value_));
        } else if (state_ == state::exception) {
            ::std::destroy_at(::std::addressof(exception_));
        }
    }

    [[nodiscard]] task<T> get_return_object() noexcept;
    void unhandled_exception() noexcept {
        ::std::construct_at(::std::addressof(exception_), ::std::current_exception());
        state_ = state::exception;
    }
    template <class U>
        requires(!::std::is_reference_v<T> && ::std::is_constructible_v<T, U>)
    void return_value(U&& value) {
        ::std::construct_at(::std::addressof(value_), static_cast<U&&>(value));
        state_ = state::value;
    }
    void return_value(T value) noexcept
        requires(::std::is_reference_v<T>)
    {
        value_ = ::std::addressof(value);
        state_ = state::value;
    }
    [[nodiscard]] T take() {
        if (state_ == state::exception) {
            ::std::rethrow_exception(exception_);
        }
        if constexpr (::std::is_reference_v<T>) {
            return static_cast<T>(*value_);
        } else {
            return static_cast<kept&&>(value_);
        }
    }

private:
    union {
        kept value_;
        ::std::exception_ptr exception_;
    };
    state state_ = state::empty;
};
template <>
class task_promise<void> : public task_promise_base {
public:
    [[nodiscard]] task<void> get_return_object() noexcept;
    void unhandled_exception() noexcept { exception_ = ::std::current_exception(); }
    static void return_void() noexcept {}
    void take() const {
        if (exception_ != nullptr) {
            ::std::rethrow_exception(exception_);
        }
    }

private:
    ::std::exception_ptr exception_;
};

}  // namespace detail

/// @brief A coroutine that starts when it is awaited, once, and then resumes whoever awaits it.
///
/// Owns the coroutine: destroying a task that has not ended destroys its frame. Resuming is by
/// symmetric transfer, so chains of tasks need no stack. Awaits any awaiter. Lewis Baker's
/// "Understanding symmetric transfer" (2020) has the technique.
/// @tparam T what it yields: an object type, a reference, or void.
template <class T>
class [[nodiscard]] task {
public:
    using promise_type = detail::task_promise<T>;

    task(task&& other) noexcept : coroutine_(::std::exchange(other.coroutine_, nullptr)) {}
    task& operator=(task&& other) noexcept {
        ::std::swap(coroutine_, other.coroutine_);
        return *this;
    }
    ~task() {
        if (coroutine_) {
            coroutine_.destroy();
        }
    }

    /// @brief Runs it. Requires: it has not been awaited or moved from before. Yields its value;
    /// throws what it threw.
    [[nodiscard]] auto operator co_await() && noexcept {
        struct awaiter {
            ::std::coroutine_handle<promise_type> coroutine;

            [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
            [[nodiscard]] ::std::coroutine_handle<> await_suspend(
                ::std::coroutine_handle<> awaiting) const noexcept {
                coroutine.promise().awaiting = awaiting;
                return coroutine;
            }
            T await_resume() const { return coroutine.promise().take(); }
        };
        return awaiter{coroutine_};
    }

private:
    friend promise_type;
    explicit task(::std::coroutine_handle<promise_type> c) noexcept : coroutine_(c) {}

    ::std::coroutine_handle<promise_type> coroutine_;
};

template <class T>
task<T> detail::task_promise<T>::get_return_object() noexcept {
    return task<T>(::std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> detail::task_promise<void>::get_return_object() noexcept {
    return task<void>(::std::coroutine_handle<task_promise>::from_promise(*this));
}

template <>
struct async_traits<task> : basic_async_traits {};

AMBIT_END

#endif
