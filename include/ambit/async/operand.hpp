// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_OPERAND_HPP
#define AMBIT_ASYNC_OPERAND_HPP

#include <ambit/manager/awaitable.hpp>

#include <coroutine>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// Whether a coroutine's promise has a word in what it awaits.
template <class Promise>
[[nodiscard]] consteval bool transforms() {
    if constexpr (::std::is_final_v<Promise>) {
        return true;
    } else {
        struct own {
            void await_transform();
        };
        struct both : Promise, own {};
        return !requires { &both::await_transform; };
    }
}
/// A run awaits a value of type A itself, not what its promise or an operator makes of it.
template <class Coroutine, class A>
inline constexpr bool awaits_itself =
    !transforms<typename ::std::coroutine_traits<Coroutine>::promise_type>() &&
    !member_co_await<A> && !free_co_await<A>;

/// Awaits by an awaiter that is kept elsewhere, and need not be moved: g++ 12 moves all awaiters
/// that are neither temporaries nor variables.
template <class X>
class awaiter_at {
public:
    explicit awaiter_at(X& x) noexcept : kept_(&x) {}
    AMBIT_ALWAYS_INLINE decltype(auto) await_ready() { return kept_->await_ready(); }
    template <class Promise>
    AMBIT_ALWAYS_INLINE decltype(auto) await_suspend(::std::coroutine_handle<Promise> h) {
        return kept_->await_suspend(h);
    }
    AMBIT_ALWAYS_INLINE decltype(auto) await_resume() { return kept_->await_resume(); }

private:
    X* kept_;
};

/// How the value of something awaited is passed on: numbers and pointers as they are, since what is
/// referred to has to be in the coroutine's frame.
template <class T>
struct passed {
    using type = T&&;
};
template <class T>
    requires ::std::is_scalar_v<T>
struct passed<T> {
    using type = T;
};
template <class T>
using passed_t = typename passed<T>::type;

/// `(co_await x, or_nothing<T>())` is the value of x, of type T, or this where that is void.
template <class T>
struct or_nothing {
    friend AMBIT_ALWAYS_INLINE constexpr passed_t<T> operator,(passed_t<T> x, or_nothing) noexcept {
        return static_cast<passed_t<T>>(x);
    }
};
template <>
struct or_nothing<void> {};
template <>
struct passed<void> {
    using type = or_nothing<void>;
};

}  // namespace detail
AMBIT_END

#endif
