// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_AWAIT_BLOCK_HPP
#define AMBIT_ASYNC_AWAIT_BLOCK_HPP

#include <ambit/async/awaiter_of.hpp>
#include <ambit/async/run.hpp>

AMBIT_BEGIN
namespace detail {

/// Awaits a run that it owns.
template <class Coroutine>
class awaiter_of_run {
public:
    template <class Make>
    explicit awaiter_of_run(Make const& make) : run_(make) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    [[nodiscard]] ::std::coroutine_handle<> await_suspend(
        ::std::coroutine_handle<Promise> awaiting) {
        return run_.start(awaiting);
    }
    decltype(auto) await_resume() { return run_.finish(); }

private:
    awaiter_of<Coroutine> run_;
};

}  // namespace detail

/// @brief `co_await std::move(block)` is `co_await async_run(std::move(block))`, in coroutines that
/// await any awaiter. Name the block before: g++ 12 destroys closures with captures twice that are
/// temporaries in the operand of `co_await`.
template <class Chain, class Body, class... Rule>
[[nodiscard]] auto operator co_await(block<Chain, Body, Rule...>&& b) {
    using coroutine = decltype(async_run(static_cast<block<Chain, Body, Rule...>&&>(b)));
    return detail::awaiter_of_run<coroutine>(
        [&] { return async_run(static_cast<block<Chain, Body, Rule...>&&>(b)); });
}
/// @brief The same for a block that may run again.
template <class Chain, class Body, class... Rule>
[[nodiscard]] auto operator co_await(block<Chain, Body, Rule...>& b) {
    using coroutine = decltype(async_run(b));
    return detail::awaiter_of_run<coroutine>([&] { return async_run(b); });
}

AMBIT_END

#endif
