// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_AWAITER_OF_HPP
#define AMBIT_ASYNC_AWAITER_OF_HPP

#include <ambit/manager/awaitable.hpp>

#include <coroutine>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class A>
[[nodiscard]] decltype(auto) awaiter_in(A& a) {
    if constexpr (member_co_await<A>) {
        return static_cast<A&&>(a).operator co_await();
    } else if constexpr (free_co_await<A>) {
        return operator co_await(static_cast<A&&>(a));
    } else {
        return static_cast<A&>(a);
    }
}

/// An awaitable that it keeps, and its awaiter: awaits by hand what `co_await` would.
template <class A>
class awaiter_of {
public:
    template <class Make>
    explicit awaiter_of(Make const& make) : kept_(make()), awaiter_(detail::awaiter_in<A>(kept_)) {}
    awaiter_of(awaiter_of const&) = delete;
    awaiter_of& operator=(awaiter_of const&) = delete;
    ~awaiter_of() = default;

    /// Starts it; h is to be resumed when it has ended. Returns what to go on with.
    template <class Promise>
    [[nodiscard]] ::std::coroutine_handle<> start(::std::coroutine_handle<Promise> h) {
        if (awaiter_.await_ready()) {
            return h;
        }
        using returned = decltype(awaiter_.await_suspend(h));
        if constexpr (::std::is_void_v<returned>) {
            awaiter_.await_suspend(h);
            return ::std::noop_coroutine();
        } else if constexpr (::std::is_same_v<returned, bool>) {
            if (awaiter_.await_suspend(h)) {
                return ::std::noop_coroutine();
            }
            return h;
        } else {
            return awaiter_.await_suspend(h);
        }
    }
    /// What it yields, or throws. Requires: it has ended.
    decltype(auto) finish() { return awaiter_.await_resume(); }

private:
    A kept_;
    decltype(detail::awaiter_in<A>(::std::declval<::std::remove_reference_t<A>&>())) awaiter_;
};

}  // namespace detail
AMBIT_END

#endif
