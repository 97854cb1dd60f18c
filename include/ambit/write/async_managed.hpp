// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_ASYNC_MANAGED_HPP
#define AMBIT_WRITE_ASYNC_MANAGED_HPP

#include <ambit/write/generator.hpp>

AMBIT_BEGIN

/// @brief `managed` for asynchronous runs: a manager that is written as a coroutine with one
/// `co_yield`, which may `co_await` before and after that.
///
/// All that is said of `managed` holds for it. It awaits any awaiter, and is entered and exited in
/// coroutines that await any awaiter. Its coroutine frame is all that it allocates. Where the run
/// that it takes part in is destroyed while suspended, so is its frame.
/// @tparam R void, an object type or an lvalue reference. `async_managed<>` yields `{}`.
/// @tparam Fact facts, see `properties`.
template <class R = void, class... Fact>
class [[nodiscard]] async_managed
    : public detail::generator<async_managed<R, Fact...>, detail::awaited_generator, R, Fact...> {
    using base = detail::generator<async_managed, detail::awaited_generator, R, Fact...>;

    /// Awaits the generator until it yields or ends. If that is not to be, since whoever awaits is
    /// destroyed, then so is the generator, with what it awaits.
    class step {
    public:
        explicit step(async_managed& g) noexcept : generator_(&g) {}
        step(step&& other) noexcept  // g++ 12 moves an awaiter that is awaited as an xvalue
            : generator_(other.generator_), under_way_(::std::exchange(other.under_way_, false)) {}
        step& operator=(step&&) = delete;
        ~step() {
            if (under_way_) {
                generator_->abandon();
            }
        }
        [[nodiscard]] ::std::coroutine_handle<> await_suspend(
            ::std::coroutine_handle<> awaiting) noexcept {
            under_way_ = true;
            generator_->frame().promise().awaiting = awaiting;
            return generator_->frame();
        }

    protected:
        [[nodiscard]] async_managed& ended() noexcept {
            under_way_ = false;
            return *generator_;
        }

    private:
        async_managed* generator_;
        bool under_way_ = false;
    };
    class [[nodiscard]] entering : public step {
    public:
        using step::step;
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        typename base::entered await_resume() { return this->ended().end_enter(); }
    };
    class [[nodiscard]] exiting : public step {
    public:
        exiting(async_managed& g, bool resumes) noexcept : step(g), resumes_(resumes) {}
        [[nodiscard]] bool await_ready() const noexcept { return !resumes_; }
        bool await_resume() { return resumes_ ? this->ended().end_exit() : false; }

    private:
        bool resumes_;
    };

public:
    [[nodiscard]] entering async_enter() {
        base::begin_enter();
        return entering(*this);
    }
    [[nodiscard]] exiting async_exit(outcome const& o) noexcept {
        return exiting(*this, base::begin_exit(o));
    }
    /// @brief Ends it at the point where it is suspended.
    void abandon() noexcept { base::end(); }

private:
    friend base;
    explicit async_managed(base&& made) noexcept : base(static_cast<base&&>(made)) {}
};

AMBIT_END

#endif
