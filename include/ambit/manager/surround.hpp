// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_SURROUND_HPP
#define AMBIT_MANAGER_SURROUND_HPP

#include <ambit/manager/outcome.hpp>

#include <exception>

AMBIT_BEGIN
namespace detail {

/// What `y(r)` returns: how the rest went, or, in an asynchronous run, what to await for that.
class resumption : public outcome {
public:
    /// Takes the address of the coroutine that awaits the rest; returns that of the one to go on.
    using transfer = void*(resumption& self, void* awaiting) noexcept;

    constexpr explicit resumption(transfer* t = nullptr) noexcept : transfer_(t) {}
    constexpr explicit resumption(failure& f) noexcept : outcome(f) {}
    constexpr void set(outcome const& o) noexcept { assign(o); }

    /// An awaiter for any coroutine type; templates, to do without <coroutine>.
    class awaiter {
    public:
        constexpr explicit awaiter(resumption& r) noexcept : rest_(&r) {}
        [[nodiscard]] constexpr bool await_ready() const noexcept {
            return rest_->transfer_ == nullptr;
        }
        template <template <class> class Handle, class Promise>
        [[nodiscard]] Handle<void> await_suspend(Handle<Promise> awaiting) const noexcept {
            return Handle<void>::from_address(rest_->transfer_(*rest_, awaiting.address()));
        }
        constexpr outcome const& await_resume() const noexcept { return *rest_; }

    private:
        resumption* rest_;
    };
    [[nodiscard]] constexpr awaiter operator co_await() noexcept { return awaiter(*this); }
    /// For coroutine types that await operations which take a completion token: `await_rest` is
    /// their integration's.
    template <class Token>
    auto operator()(Token&& token) -> decltype(await_rest(*this, static_cast<Token&&>(token))) {
        return await_rest(*this, static_cast<Token&&>(token));
    }

private:
    transfer* transfer_ = nullptr;
};

/// What is inside of a stage that surrounds it: run by `yield`, implemented by the run.
template <class R>
class continuation {
public:
    constexpr virtual resumption& resume(R& r) = 0;

protected:
    constexpr continuation() noexcept = default;
    continuation(continuation const&) = delete;
    continuation& operator=(continuation const&) = delete;
    constexpr ~continuation() = default;
};
template <>
class continuation<void> {
public:
    constexpr virtual resumption& resume() = 0;

protected:
    constexpr continuation() noexcept = default;
    continuation(continuation const&) = delete;
    continuation& operator=(continuation const&) = delete;
    constexpr ~continuation() = default;
};

}  // namespace detail

/// @brief What the function of `around` calls once, with its resource: the rest of the pipeline
/// runs inside the call, which returns how that went, an `outcome const&`, and does not throw. In a
/// function that returns an awaitable: inside `co_await y(r)`.
/// @tparam R the resource's type; void for none.
template <class R = void>
class yield {
public:
    constexpr explicit yield(detail::continuation<R>& rest) noexcept : rest_(&rest) {}
    constexpr detail::resumption&& operator()(R& r) const {
        return static_cast<detail::resumption&&>(rest_->resume(r));
    }
    /// The temporary lives until the rest of the pipeline has been torn down.
    constexpr detail::resumption&& operator()(R&& r) const
        requires(!::std::is_reference_v<R>)
    {
        return static_cast<detail::resumption&&>(rest_->resume(r));
    }

private:
    detail::continuation<R>* rest_;
};
template <>
class yield<void> {
public:
    constexpr explicit yield(detail::continuation<void>& rest) noexcept : rest_(&rest) {}
    constexpr detail::resumption&& operator()() const {
        return static_cast<detail::resumption&&>(rest_->resume());
    }

private:
    detail::continuation<void>* rest_;
};

/// @brief A manager that is written as a function or generator did not yield, or yielded twice.
class generator_error : public ::std::exception {
public:
    /// Requires: `what` is a string literal or lives as long.
    explicit generator_error(char const* what) noexcept : what_(what) {}
    [[nodiscard]] char const* what() const noexcept override { return what_; }

private:
    char const* what_;
};

AMBIT_END

#endif
