// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_TRAITS_HPP
#define AMBIT_ASIO_TRAITS_HPP

#include <ambit/async/run.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <coroutine>
#include <exception>

AMBIT_BEGIN
namespace detail {

/// What can be awaited in Asio's coroutines alone: asynchronous operations that await a token, such
/// as `timer.async_wait(deferred)`.
template <class A>
concept asio_operation = ::boost::asio::is_async_operation<A>::value && !awaiter<A>;
template <class A>
    requires asio_operation<A>
struct awaited_by_promise<A>
    : ::std::type_identity<decltype(::std::declval<typename ::std::coroutine_traits<
                                        ::boost::asio::awaitable<void>>::promise_type&>()
                                        .await_transform(::std::declval<A>())
                                        .await_resume())> {};
template <class A>
    requires asio_operation<A>
struct awaited_in<A> {
    using type = perhaps_like<::boost::asio::awaitable<void>>;
};

/// Cancels what is inside of a stage of one run. The whole run is used by one strand at a time.
class asio_canceller {
public:
    [[nodiscard]] ::boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    void begin_teardown() noexcept { active_ = false; }
    /// Cancels what is awaited now, unless that is exits. @param who null for the run's caller.
    void cancel(::boost::asio::cancellation_type how, void const* who = nullptr) {
        if (active_) {
            last_ = who;
            signal_.emit(how);
        }
    }
    /// Who cancelled last.
    [[nodiscard]] bool was(void const* who) const noexcept { return last_ == who; }
    /// That is over: the run went on in spite of it.
    void forget(void const* who) noexcept {
        if (last_ == who) {
            last_ = nullptr;
        }
    }

private:
    ::boost::asio::cancellation_signal signal_;
    void const* last_ = nullptr;
    bool active_ = true;
};

/// What a run inside a child of its own has to take over from whoever awaits it.
template <class Executor>
::boost::asio::awaitable<void, Executor> run_in_child(::boost::asio::awaitable<void, Executor> run,
                                                      asio_canceller& canceller,
                                                      ::boost::asio::cancellation_type before,
                                                      bool throws_if_cancelled) {
    namespace asio = ::boost::asio;
    // What the caller's state lets through is let through here too.
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    if (before != asio::cancellation_type::none) {
        canceller.cancel(before);
    }
    co_await asio::this_coro::throw_if_cancelled(throws_if_cancelled);
    co_await static_cast<asio::awaitable<void, Executor>&&>(run);
}

/// Runs in a child whose cancellation state can be reset when the exits begin, while the caller's
/// keeps its flag and its filters.
template <class Executor>
::boost::asio::awaitable<void, Executor> run_shielded(::boost::asio::awaitable<void, Executor> run,
                                                      asio_canceller& canceller) {
    namespace asio = ::boost::asio;
    constexpr asio::use_awaitable_t<Executor> token;
    bool const throws = co_await asio::this_coro::throw_if_cancelled();
    Executor const executor = co_await asio::this_coro::executor;
    asio::cancellation_state const caller = co_await asio::this_coro::cancellation_state;
    auto child = detail::run_in_child<Executor>(static_cast<asio::awaitable<void, Executor>&&>(run),
                                                canceller, caller.cancelled(), throws);
    // The child hears the canceller, which passes on what the caller is told.
    asio::cancellation_slot slot = caller.slot();
    if (slot.is_connected()) {
        slot.assign([&canceller](asio::cancellation_type how) { canceller.cancel(how); });
    }
    try {
        co_await asio::co_spawn(executor, static_cast<decltype(child)&&>(child),
                                asio::bind_cancellation_slot(canceller.slot(), token));
    } catch (...) {  // there was no memory for the child
        slot.clear();
        throw;
    }
    slot.clear();
}

}  // namespace detail

/// @brief Runs as `boost::asio::awaitable`, with any executor.
///
/// A cancellation is `boost::system::system_error` with `operation_aborted`, or `ambit::cancelled`.
///
/// Asio's cancellation is level-triggered: once it is requested, the next await of the coroutine
/// throws. Exits have to be shielded from that, and the caller must still find its state cancelled
/// afterwards; but resetting a cancellation state erases its flag and its filters. So where anyone
/// could cancel (the caller's cancellation slot is connected, or a stage may) the run goes on in a
/// child of the same executor, whose own state is what is reset when the exits begin. The child
/// hears what the caller's filters let out.
template <>
struct async_traits<::boost::asio::awaitable> : basic_async_traits {
    [[nodiscard]] static bool is_cancellation(::std::exception_ptr const& p) {
        if (auto const* const e = detail::caught_as<::boost::system::system_error>(p)) {
            return e->code() == ::boost::asio::error::operation_aborted;
        }
        return detail::is_cancelled(p);
    }

    static constexpr bool shields = true;
    using context = detail::asio_canceller;

    /// @brief Awaited before the first stage: yields what `must_shield` takes.
    [[nodiscard]] static constexpr auto caller() noexcept {
        return ::boost::asio::this_coro::cancellation_state;
    }
    [[nodiscard]] static bool must_shield(
        ::boost::asio::cancellation_state const& caller) noexcept {
        return caller.slot().is_connected();
    }
    /// @brief Awaited in place of the run: runs it out of the caller's reach.
    template <class Executor>
    [[nodiscard]] static ::boost::asio::awaitable<void, Executor> shield(
        ::boost::asio::awaitable<void, Executor>&& run, context& canceller) {
        return detail::run_shielded<Executor>(
            static_cast<::boost::asio::awaitable<void, Executor>&&>(run), canceller);
    }
    /// @brief Awaited in a shielded run before the first exit.
    [[nodiscard]] static auto begin_teardown(context& canceller) {
        canceller.begin_teardown();
        return ::boost::asio::this_coro::reset_cancellation_state(
            ::boost::asio::disable_cancellation());
    }
};

AMBIT_END

#endif
