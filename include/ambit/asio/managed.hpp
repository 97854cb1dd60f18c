// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_MANAGED_HPP
#define AMBIT_ASIO_MANAGED_HPP

#include <ambit/asio/frame_stack.hpp>
#include <ambit/write/generator.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <coroutine>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What a generator awaits: a coroutine, as Asio's own would.
template <class T, class Executor>
class awaited_in_generator {
public:
    explicit awaited_in_generator(::boost::asio::awaitable<T, Executor>&& a) noexcept
        : awaited_(static_cast<::boost::asio::awaitable<T, Executor>&&>(a)) {}
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    void await_suspend(::std::coroutine_handle<Promise> h) {
        detail::push(awaited_, h);
    }
    T await_resume() { return awaited_.await_resume(); }

private:
    ::boost::asio::awaitable<T, Executor> awaited_;
};

/// A generator that is one of Asio's frames: it awaits all that they do, and when it yields or ends
/// it leaves the stack.
template <class Executor>
class asio_generator : public ::boost::asio::detail::awaitable_frame<void, Executor> {
    using base = ::boost::asio::detail::awaitable_frame<void, Executor>;

public:
    void resumed_by(::std::coroutine_handle<> h) noexcept { this->coro_ = h; }
    void back() noexcept { this->pop_frame(); }

    template <class X>
        requires requires(base& b, X&& x) { b.await_transform(static_cast<X&&>(x)); }
    [[nodiscard]] decltype(auto) await_transform(X&& x) {
        return base::await_transform(static_cast<X&&>(x));
    }
    template <class T>
    [[nodiscard]] awaited_in_generator<T, Executor> await_transform(
        ::boost::asio::awaitable<T, Executor>&& a) {
        return awaited_in_generator<T, Executor>(
            base::await_transform(static_cast<::boost::asio::awaitable<T, Executor>&&>(a)));
    }
};

}  // namespace detail

/// @brief `asio_managed` for coroutines with any executor: `boost::asio::awaitable<T, Executor>`.
template <class Executor, class R = void, class... Fact>
class [[nodiscard]] basic_asio_managed
    : public detail::generator<basic_asio_managed<Executor, R, Fact...>,
                               detail::asio_generator<Executor>, R, Fact...> {
    using base =
        detail::generator<basic_asio_managed, detail::asio_generator<Executor>, R, Fact...>;

    class half {
    public:
        using executor_type = Executor;
        explicit half(basic_asio_managed& g) noexcept : generator_(&g) {}
        template <class Promise>
        void begin(detail::asio_frame<Executor>& awaiting,
                   ::std::coroutine_handle<Promise>) const noexcept {
            generator_->frame().promise().push_frame(&awaiting);
        }
        void drop() const noexcept { generator_->abandon(); }

    protected:
        basic_asio_managed* generator_;
    };
    struct entering : half {
        using half::half;
        using result = typename base::entered;
        [[nodiscard]] static constexpr bool is_ready() noexcept { return false; }
        result end() const { return this->generator_->end_enter(); }
    };
    struct exiting : half {
        using result = bool;
        exiting(basic_asio_managed& g, bool r) noexcept : half(g), resumes(r) {}
        [[nodiscard]] bool is_ready() const noexcept { return !resumes; }
        result end() const { return resumes ? this->generator_->end_exit() : result(); }
        bool resumes;
    };

public:
    /// @brief Resumes it until it yields. Awaited in Asio's coroutines; yields the resource.
    [[nodiscard]] auto async_enter() {
        base::begin_enter();
        return detail::on_frame_stack(entering(*this));
    }
    /// @brief Resumes it until it ends. Awaited in Asio's coroutines.
    [[nodiscard]] auto async_exit(outcome const& o) noexcept {
        return detail::on_frame_stack(exiting(*this, base::begin_exit(o)));
    }
    /// @brief Ends it at the point where it is suspended.
    void abandon() noexcept { base::end(); }

private:
    friend base;
    explicit basic_asio_managed(base&& made) noexcept : base(static_cast<base&&>(made)) {
        this->frame().promise().resumed_by(this->frame());
    }
};

/// @brief `managed` for runs on Asio: a manager that is written as a coroutine with one `co_yield`,
/// which may `co_await` before and after that whatever a `boost::asio::awaitable` may.
///
/// ```
/// asio_managed<tcp::socket> connected(tcp::endpoint to) {
///     tcp::socket s(co_await asio::this_coro::executor);
///     co_await s.async_connect(to, asio::deferred);
///     co_yield s;  // the body runs here
///     co_await asio::async_write(s, goodbye(), asio::deferred);
/// }
/// ```
///
/// All that is said of `managed` holds for it. It runs in the thread of execution of the coroutine
/// that enters or exits it: on its executor, and with its cancellation state, so that it can be
/// cancelled before it yields, and is shielded after. Its coroutine frame is all that it allocates.
/// Where the run that it takes part in is destroyed while suspended, so is its frame.
/// @tparam R void, an object type or an lvalue reference. `asio_managed<>` yields `{}`.
/// @tparam Fact facts, see `properties`.
template <class R = void, class... Fact>
using asio_managed = basic_asio_managed<::boost::asio::any_io_executor, R, Fact...>;

AMBIT_END

#endif
