// SPDX-License-Identifier: BSL-1.0
// Coroutine types that are none of ambit's.
#ifndef AMBIT_TESTS_ASYNC_FOREIGN_HPP
#define AMBIT_TESTS_ASYNC_FOREIGN_HPP

#include <support/event_loop.hpp>

#include <ambit/coroutine.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace test {

/// Where a coroutine's result is kept.
template <class T>
class kept_result {
public:
    void return_value(T x) { value_.emplace(static_cast<T&&>(x)); }
    [[nodiscard]] T take() { return static_cast<T&&>(*value_); }

private:
    std::optional<T> value_;
};
template <class T>
class kept_result<T&> {
public:
    void return_value(T& x) { value_ = &x; }
    [[nodiscard]] T& take() { return *value_; }

private:
    T* value_ = nullptr;
};
template <>
class kept_result<void> {
public:
    static void return_void() {}
    static void take() {}
};

/// What the promises of lazy coroutines have in common.
template <class Coroutine, class T>
struct lazy_promise : kept_result<T> {
    std::coroutine_handle<> awaiting;
    std::exception_ptr thrown;

    [[nodiscard]] static std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static auto final_suspend() noexcept {
        struct transfer {
            [[nodiscard]] static bool await_ready() noexcept { return false; }
            [[nodiscard]] static std::coroutine_handle<> await_suspend(
                std::coroutine_handle<typename Coroutine::promise_type> h) noexcept {
                return h.promise().awaiting;
            }
            static void await_resume() noexcept {}
        };
        return transfer();
    }
    void unhandled_exception() noexcept { thrown = std::current_exception(); }
    [[nodiscard]] Coroutine get_return_object() {
        return Coroutine(std::coroutine_handle<typename Coroutine::promise_type>::from_promise(
            static_cast<typename Coroutine::promise_type&>(*this)));
    }
};

/// Owns a lazy coroutine, and awaits it.
template <class Promise, class T>
class lazy_handle {
public:
    explicit lazy_handle(std::coroutine_handle<Promise> h) : handle_(h) {}
    lazy_handle(lazy_handle&& o) noexcept : handle_(std::exchange(o.handle_, nullptr)) {}
    lazy_handle& operator=(lazy_handle&&) = delete;
    ~lazy_handle() {
        if (handle_) {
            handle_.destroy();
        }
    }

    struct awaiter {
        std::coroutine_handle<Promise> handle;
        [[nodiscard]] static bool await_ready() noexcept { return false; }
        [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) const {
            handle.promise().awaiting = h;
            return handle;
        }
        T await_resume() const {
            if (handle.promise().thrown != nullptr) {
                std::rethrow_exception(handle.promise().thrown);
            }
            return handle.promise().take();
        }
    };
    [[nodiscard]] awaiter start() && { return awaiter{handle_}; }

private:
    std::coroutine_handle<Promise> handle_;
};

/// Awaits any awaiter.
template <class T>
class lazy {
public:
    struct promise_type : lazy_promise<lazy, T> {};
    explicit lazy(std::coroutine_handle<promise_type> h) : handle_(h) {}
    [[nodiscard]] auto operator co_await() && { return std::move(handle_).start(); }

private:
    lazy_handle<promise_type, T> handle_;
};

/// The same, with a second parameter, and traits that ambit knows it by.
template <class T, class Tag = void>
class known {
public:
    struct promise_type : lazy_promise<known, T> {};
    explicit known(std::coroutine_handle<promise_type> h) : handle_(h) {}
    [[nodiscard]] auto operator co_await() && { return std::move(handle_).start(); }

private:
    lazy_handle<promise_type, T> handle_;
};
/// The one exception that is a cancellation there.
struct stopped {};

/// What a picky coroutine awaits beside its own kind.
struct pausing {
    event_loop& loop;
};

/// Awaits its own kind only, and can be awaited by nothing else.
template <class T>
class picky {
public:
    struct promise_type : lazy_promise<picky, T> {
        template <class U>
        [[nodiscard]] auto await_transform(picky<U>&& p) {
            return std::move(p).start();
        }
        [[nodiscard]] auto await_transform(pausing p) { return suspend(p.loop); }
    };
    explicit picky(std::coroutine_handle<promise_type> h) : handle_(h) {}
    [[nodiscard]] auto start() && { return std::move(handle_).start(); }

private:
    lazy_handle<promise_type, T> handle_;
};

/// Runs a picky coroutine to its end.
template <class T>
T finish(event_loop& loop, picky<T> p) {
    auto awaiter = std::move(p).start();
    std::coroutine_handle<> const h = awaiter.await_suspend(std::noop_coroutine());
    h.resume();
    while (!h.done() && loop.step()) {
    }
    return awaiter.await_resume();
}

}  // namespace test

template <>
struct ambit::async_traits<test::known> : ambit::basic_async_traits {
    [[nodiscard]] static bool is_cancellation(std::exception_ptr const& p) {
        try {
            std::rethrow_exception(p);
        } catch (test::stopped const&) {
            return true;
        } catch (...) {
            return false;
        }
    }
};

#endif
