// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_AWAIT_BLOCK_HPP
#define AMBIT_ASYNC_AWAIT_BLOCK_HPP

#include <ambit/async/run.hpp>

AMBIT_BEGIN
namespace detail {

/// Awaits a coroutine that it owns.
template <class Coroutine>
class awaiter_of_run {
    static auto awaiter_in(Coroutine& c) { return static_cast<Coroutine&&>(c).operator co_await(); }

public:
    explicit awaiter_of_run(Coroutine&& c) noexcept
        : coroutine_(static_cast<Coroutine&&>(c)), awaiter_(awaiter_in(coroutine_)) {}
    awaiter_of_run(awaiter_of_run const&) = delete;
    awaiter_of_run& operator=(awaiter_of_run const&) = delete;
    ~awaiter_of_run() = default;

    [[nodiscard]] bool await_ready() noexcept { return awaiter_.await_ready(); }
    template <class Promise>
    [[nodiscard]] auto await_suspend(::std::coroutine_handle<Promise> awaiting) {
        return awaiter_.await_suspend(awaiting);
    }
    decltype(auto) await_resume() { return awaiter_.await_resume(); }

private:
    Coroutine coroutine_;
    decltype(awaiter_in(::std::declval<Coroutine&>())) awaiter_;
};

}  // namespace detail

/// @brief `co_await std::move(block)` is `co_await async_run(std::move(block))`, in coroutines that
/// await any awaiter. Name the block before: g++ 12 destroys closures with captures twice that are
/// temporaries in the operand of `co_await`.
template <class Chain, class Body, class... Rule>
[[nodiscard]] auto operator co_await(block<Chain, Body, Rule...>&& b) {
    using coroutine = decltype(async_run(static_cast<block<Chain, Body, Rule...>&&>(b)));
    return detail::awaiter_of_run<coroutine>(
        async_run(static_cast<block<Chain, Body, Rule...>&&>(b)));
}
/// @brief The same for a block that may run again.
template <class Chain, class Body, class... Rule>
[[nodiscard]] auto operator co_await(block<Chain, Body, Rule...>& b) {
    using coroutine = decltype(async_run(b));
    return detail::awaiter_of_run<coroutine>(async_run(b));
}

AMBIT_END

#endif
