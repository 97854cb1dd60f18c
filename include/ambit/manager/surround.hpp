// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_SURROUND_HPP
#define AMBIT_MANAGER_SURROUND_HPP

#include <ambit/manager/outcome.hpp>

#include <exception>

AMBIT_BEGIN
namespace detail {

/// What `y(r)` returns in a function that awaits it: how the rest went, once it has been awaited.
class resumption : public outcome {
public:
    /// Takes the address of the coroutine that awaits the rest; returns that of the one to go on.
    using transfer = void*(resumption& self, void* awaiting) noexcept;

    constexpr explicit resumption(transfer* t) noexcept : outcome(*this), transfer_(t) {}
    constexpr void set(outcome const& o) noexcept { assign(o); }
    [[nodiscard]] void* on(void* awaiting) noexcept { return transfer_(*this, awaiting); }

private:
    transfer* transfer_;
};

/// Awaits the rest, in any coroutine type; templates, to do without <coroutine>.
class rest_awaiter {
public:
    constexpr explicit rest_awaiter(outcome const& o) noexcept : outcome_(&o) {}
    [[nodiscard]] constexpr bool await_ready() const noexcept {
        return detail::rest_of(*outcome_) == nullptr;
    }
    template <template <class> class Handle, class Promise>
    [[nodiscard]] Handle<void> await_suspend(Handle<Promise> awaiting) const noexcept {
        return Handle<void>::from_address(detail::rest_of(*outcome_)->on(awaiting.address()));
    }
    constexpr outcome const& await_resume() const noexcept { return *outcome_; }

private:
    outcome const* outcome_;
};

/// What is inside of a stage that surrounds it: run by `yield`, implemented by the run.
template <class R>
class continuation {
public:
    constexpr virtual outcome const& resume(R& r) = 0;

protected:
    constexpr continuation() noexcept = default;
    continuation(continuation const&) = delete;
    continuation& operator=(continuation const&) = delete;
    constexpr ~continuation() = default;
};
template <>
class continuation<void> {
public:
    constexpr virtual outcome const& resume() = 0;

protected:
    constexpr continuation() noexcept = default;
    continuation(continuation const&) = delete;
    continuation& operator=(continuation const&) = delete;
    constexpr ~continuation() = default;
};

}  // namespace detail

/// @brief `co_await y(r)`, in the function of an asynchronous `around`: the rest of the pipeline
/// runs; yields its outcome. Another outcome is there already.
[[nodiscard]] constexpr detail::rest_awaiter operator co_await(outcome const& o) noexcept {
    return detail::rest_awaiter(o);
}

/// @brief What the function of `around` calls once, with its resource: the rest of the pipeline
/// runs inside the call, which returns how that went, an `outcome const&`, and does not throw. In a
/// function that returns an awaitable: inside `co_await y(r)`.
/// @tparam R the resource's type; void for none.
template <class R = void>
class yield {
public:
    constexpr explicit yield(detail::continuation<R>& rest) noexcept : rest_(&rest) {}
    constexpr outcome const& operator()(R& r) const { return rest_->resume(r); }
    /// The temporary lives until the rest of the pipeline has been torn down.
    constexpr outcome const& operator()(R&& r) const
        requires(!::std::is_reference_v<R>)
    {
        return rest_->resume(r);
    }

private:
    detail::continuation<R>* rest_;
};
template <>
class yield<void> {
public:
    constexpr explicit yield(detail::continuation<void>& rest) noexcept : rest_(&rest) {}
    constexpr outcome const& operator()() const { return rest_->resume(); }

private:
    detail::continuation<void>* rest_;
};

/// @brief A manager that is written as a function or generator did not yield, or yielded twice.
/// `what()` has its name, the type of what `managed` or `around` made.
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
