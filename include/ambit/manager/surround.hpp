// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_SURROUND_HPP
#define AMBIT_MANAGER_SURROUND_HPP

#include <ambit/manager/outcome.hpp>

#include <exception>

AMBIT_BEGIN
namespace detail {

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

/// @brief What the function of `around` calls once, with its resource: the rest of the pipeline
/// runs inside the call, which returns how that went and does not throw.
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
