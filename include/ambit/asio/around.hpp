// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_AROUND_HPP
#define AMBIT_ASIO_AROUND_HPP

#include <ambit/asio/frame_stack.hpp>
#include <ambit/write/async_around.hpp>

#include <boost/asio/awaitable.hpp>

#include <coroutine>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

// around with a function that returns an `asio::awaitable`. It runs in the thread of execution of
// the run, and so is cancelled before it yields, and shielded after. `co_await y(r)` may be written
// in what it awaits as well, but not in a thread of execution of its own (`co_spawn`, the operators
// of awaitables): generator_error there. y returns an `outcome const&` in all functions, so that is
// what Asio's coroutines are taught to await.

AMBIT_BEGIN
namespace detail {

/// The rest of a run, to which the function yields. That is not to fail: if the run has been
/// cancelled by then, the rest finds out.
template <class Executor, class R>
class rest_on_frame_stack : public rest_of_run<R> {
public:
    outcome const& resume(R& r) override {
        before_rest_.hold(*bottom_);
        return rest_of_run<R>::resume(r);
    }

protected:
    using rest_of_run<R>::rest_of_run;
    ~rest_on_frame_stack() = default;
    asio_bottom<Executor>* bottom_ = nullptr;  // of the stack that the run is on
    cancelled_later<Executor> before_rest_;
};
template <class Executor>
class rest_on_frame_stack<Executor, void> : public rest_of_run<void> {
public:
    outcome const& resume() override {
        before_rest_.hold(*bottom_);
        return rest_of_run<void>::resume();
    }

protected:
    using rest_of_run<void>::rest_of_run;
    ~rest_on_frame_stack() = default;
    asio_bottom<Executor>* bottom_ = nullptr;
    cancelled_later<Executor> before_rest_;
};

/// The function's frames, and all that they await in turn, are on the stack of the run while the
/// stage enters and while it exits, and off it in between.
template <class T, class Executor, class R, class F>
class around_run<::boost::asio::awaitable<T, Executor>, R, F> final
    : public rest_on_frame_stack<Executor, R> {
    using frame = asio_frame<Executor>;

    /// @tparam Result what the half yields. @tparam Exits which half it is.
    template <class Result, bool Exits>
    class half {
    public:
        using result = Result;
        using executor_type = Executor;
        explicit half(around_run& r) noexcept : run_(&r) {}
        [[nodiscard]] static constexpr bool is_ready() noexcept { return false; }
        template <class Promise>
        void begin(frame& awaiting, ::std::coroutine_handle<Promise> h) const {
            if constexpr (Exits) {
                run_->go_on(awaiting, h);
            } else {
                run_->start(awaiting, h);
            }
        }
        Result end() const {
            if constexpr (Exits) {
                run_->has_ended();
            } else {
                return run_->has_yielded();
            }
        }
        void drop() const noexcept { run_->abandon(); }

    private:
        around_run* run_;
    };
    using entered = ::std::add_lvalue_reference_t<R>;
    using manager = async_around_manager<F, R>;

public:
    template <class M>
    explicit around_run(M& m) noexcept
        : rest_on_frame_stack<Executor, R>(&rest_is_awaited), f_(&m.function()) {}
    around_run(around_run const&) = delete;
    around_run& operator=(around_run const&) = delete;
    ~around_run() = default;

    [[nodiscard]] auto async_enter() noexcept {
        return on_frame_stack(half<entered, false>(*this));
    }
    [[nodiscard]] auto async_exit(outcome const& o) noexcept {
        this->rest_.set(o);
        return on_frame_stack(half<void, true>(*this));
    }
    /// Ends the function at the point where it is suspended.
    void abandon() noexcept { called_.reset(); }

private:
    template <class Promise>
    void start(frame& awaiting, ::std::coroutine_handle<Promise> h) {
        static_cast<void>(is_awaited_by(awaiting));
        called_.emplace((*f_)(yield<R>(*this)));
        detail::push(*called_, h);
    }
    entered has_yielded() {
        if (yields_ == 0) {
            this->before_rest_.release();
            called_->await_resume();
            throw_error(0);
        }
        return this->resource();
    }
    template <class Promise>
    void go_on(frame& awaiting, ::std::coroutine_handle<Promise> h) {
        asio_thread<Executor>& thread = is_awaited_by(awaiting);
        detail::push(*called_,
                     h);  // of the function's frames the outermost, whose end goes on here
        detail::put_on_top(*function_, thread);
    }
    void has_ended() {
        this->before_rest_.release();
        if (yields_ != 1) {
            abandon();
            throw_error(yields_);
        }
        called_->await_resume();
    }
    [[noreturn]] static void throw_error(::std::size_t yields) {
        detail::throw_generator_error(detail::fault_text<manager>(detail::fault_of(yields)));
    }
    /// Each half may be awaited in a thread of execution of its own.
    asio_thread<Executor>& is_awaited_by(frame& awaiting) noexcept {
        asio_thread<Executor>& thread = detail::take_thread(awaiting);
        awaiting.attach_thread(&thread);
        awaiting_ = &awaiting;
        this->bottom_ = thread.entry_point();
        return thread;
    }

    /// The function, or what it awaits, awaits the rest: on with the run.
    static void* rest_is_awaited(resumption& rest, void* function) noexcept {
        auto& run = static_cast<around_run&>(awaited_rest<R>::of(rest));
        auto& f = *static_cast<frame*>(function);
        run.before_rest_.release();
        asio_thread<Executor>& thread = detail::take_thread(f);
        if (thread.entry_point() != run.bottom_) {
            f.attach_thread(&thread);
            return nullptr;
        }
        run.function_ = &f;
        ++run.yields_;
        detail::put_on_top(*run.awaiting_, thread);
        return run.awaiting_;
    }

    F* f_;
    ::std::optional<::boost::asio::awaitable<T, Executor>> called_;
    frame* awaiting_ = nullptr;  // of the run
    frame* function_ = nullptr;  // of the function
    ::std::size_t yields_ = 0;
};

}  // namespace detail
AMBIT_END

namespace boost::asio {

template <>
struct is_async_operation<::ambit::outcome const&> : ::std::true_type {};
template <>
struct completion_signature_of<::ambit::outcome const&> {
    using type = void();
};

namespace detail {

/// Awaits the rest of a run.
template <class Signature, class Executor>
class awaitable_async_op<Signature, ::ambit::outcome, Executor> {
public:
    awaitable_async_op(::ambit::outcome const& o, awaitable_frame_base<Executor>* awaiting) noexcept
        : outcome_(&o), awaiting_(awaiting) {}

    [[nodiscard]] bool await_ready() const noexcept {
        return ::ambit::detail::rest_of(*outcome_) == nullptr;
    }
    void await_suspend(::std::coroutine_handle<>) const {
        if (::ambit::detail::rest_of(*outcome_)->on(awaiting_) == nullptr) {
            throw ::ambit::generator_error(
                "ambit: the function of around awaits the rest in another thread of execution");
        }
    }
    ::ambit::outcome const& await_resume() const noexcept { return *outcome_; }

private:
    ::ambit::outcome const* outcome_;
    awaitable_frame_base<Executor>* awaiting_;
};

}  // namespace detail
}  // namespace boost::asio

#endif
