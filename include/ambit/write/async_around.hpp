// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_ASYNC_AROUND_HPP
#define AMBIT_WRITE_ASYNC_AROUND_HPP

#include <ambit/async/awaiter_of.hpp>
#include <ambit/run/segments.hpp>
#include <ambit/write/around.hpp>

#include <coroutine>
#include <optional>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What the function of an asynchronous around yields to: what it awaits there leads back here.
template <class R>
class awaited_rest : public continuation<R> {
public:
    [[nodiscard]] static awaited_rest& of(resumption& r) noexcept {
        return static_cast<known&>(r).rest;
    }

protected:
    explicit awaited_rest(resumption::transfer* t) noexcept : rest_(*this, t) {}
    ~awaited_rest() = default;

    struct known : resumption {
        awaited_rest& rest;
        known(awaited_rest& r, resumption::transfer* t) noexcept : resumption(t), rest(r) {}
    };
    known rest_;
};
/// The same with the resource that it yields.
template <class R>
class rest_of_run : public awaited_rest<R> {
public:
    outcome const& resume(R& r) override {
        resource_ = __builtin_addressof(r);
        return this->rest_;
    }
    [[nodiscard]] R& resource() const noexcept { return *resource_; }

protected:
    using awaited_rest<R>::awaited_rest;
    ~rest_of_run() = default;

private:
    ::std::remove_reference_t<R>* resource_ = nullptr;
};
template <>
class rest_of_run<void> : public awaited_rest<void> {
public:
    outcome const& resume() override { return rest_; }
    static constexpr void resource() noexcept {}

protected:
    using awaited_rest<void>::awaited_rest;
    ~rest_of_run() = default;
};

/// The function is awaited twice by the run's coroutine, first until it awaits the rest, then until
/// it ends: what it goes on to at either point is that same coroutine, so that no other is needed.
template <class A, class R, class F>
class around_run final : public rest_of_run<R> {
    using entered = ::std::add_lvalue_reference_t<R>;
    using manager = async_around_manager<F, R>;

public:
    /// What is awaited in its place, and tells the coroutine type of the run (rule 10.4).
    using awaited_inside = A;

    template <class M>
    explicit around_run(M& m) noexcept : rest_of_run<R>(&is_awaited), f_(&m.function()) {}
    around_run(around_run const&) = delete;
    around_run& operator=(around_run const&) = delete;
    ~around_run() { abandon(); }

    [[nodiscard]] auto async_enter() noexcept { return entering{*this}; }
    [[nodiscard]] auto async_exit(outcome const& o) noexcept {
        this->rest_.set(o);
        return exiting{*this};
    }
    void abandon() noexcept { called_.reset(); }

private:
    struct entering {
        around_run& run;
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        template <class Promise>
        [[nodiscard]] ::std::coroutine_handle<> await_suspend(
            ::std::coroutine_handle<Promise> h) const {
            run.runner_ = h;
            run.called_.emplace([this]() -> A { return (*run.f_)(yield<R>(run)); });
            return run.called_->start(h);
        }
        entered await_resume() const {
            if (run.yields_ == 0) {
                run.called_->finish();
                throw_error(0);
            }
            return run.resource();
        }
    };
    struct exiting {
        around_run& run;
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        [[nodiscard]] ::std::coroutine_handle<> await_suspend(
            ::std::coroutine_handle<> h) const noexcept {
            run.runner_ = h;
            return run.function_;
        }
        void await_resume() const {
            if (run.yields_ != 1) {
                run.abandon();
                throw_error(run.yields_);
            }
            run.called_->finish();
        }
    };

    [[noreturn]] static void throw_error(::std::size_t yields) {
        detail::throw_generator_error(detail::fault_text<manager>(detail::fault_of(yields)));
    }
    /// The function awaits the rest: on with the run.
    static void* is_awaited(resumption& rest, void* function) noexcept {
        auto& run = static_cast<around_run&>(awaited_rest<R>::of(rest));
        run.function_ = ::std::coroutine_handle<>::from_address(function);
        ++run.yields_;
        return run.runner_.address();
    }

    F* f_;
    ::std::optional<awaiter_of<A>> called_;
    ::std::coroutine_handle<> runner_;
    ::std::coroutine_handle<> function_;
    ::std::size_t yields_ = 0;
};

}  // namespace detail
AMBIT_END

#endif
