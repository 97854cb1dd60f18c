// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_REFUSED_HPP
#define AMBIT_ASYNC_REFUSED_HPP

#include <ambit/version.hpp>

#include <coroutine>
#include <exception>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// In place of a run whose result no coroutine could return, so that what is done with that gives
/// no second error: the run is refused, and nothing here is ever executed.
template <class T>
struct refused_run {
    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(::std::coroutine_handle<>) noexcept {}
    [[noreturn]] static T await_resume() noexcept { ::std::terminate(); }
};

template <class A>
inline constexpr bool is_refused_run = false;
template <class T>
inline constexpr bool is_refused_run<refused_run<T>> = true;

}  // namespace detail
AMBIT_END

#endif
