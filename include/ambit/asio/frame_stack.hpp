// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_FRAME_STACK_HPP
#define AMBIT_ASIO_FRAME_STACK_HPP

#include <ambit/asio/traits.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <coroutine>
#include <type_traits>
#include <utility>

// Asio keeps the coroutines of a thread of execution in a stack: awaiting one pushes its frame, its
// end pops it, and a loop resumes the one on top. What is between the two halves of a manager has
// to leave the stack after the enter, suspended, and come back for the exit. So it runs in the
// run's own thread of execution (executor, cancellation state and all), without another one, and
// dies with the frame that keeps it. Asio's documented interface has no words for this: here, and
// here alone, what its frames are made of is used, as Boost 1.81 has it.

AMBIT_BEGIN
namespace detail {

template <class Executor>
using asio_frame = ::boost::asio::detail::awaitable_frame_base<Executor>;
template <class Executor>
using asio_thread = ::boost::asio::detail::awaitable_thread<Executor>;
/// The frame at the bottom of a stack, which stays as long as the thread of execution: where what
/// its coroutines have in common is.
template <class Executor>
using asio_bottom =
    ::boost::asio::detail::awaitable_frame<::boost::asio::detail::awaitable_thread_entry_point,
                                           Executor>;

struct bottom_access;

}  // namespace detail
AMBIT_END

/// What is in the frame at the bottom is for threads alone, so this calls itself one.
template <>
class boost::asio::detail::awaitable_thread<::ambit::detail::bottom_access> {
public:
    template <class Executor>
    [[nodiscard]] static bool& throws_if_cancelled(
        ::ambit::detail::asio_bottom<Executor>& b) noexcept {
        return b.throw_if_cancelled_;
    }
};

AMBIT_BEGIN
namespace detail {

struct bottom_access : asio_thread<bottom_access> {};

/// Takes the thread of execution from the frame on top, which is not resumed until it is back.
template <class Executor>
[[nodiscard]] asio_thread<Executor>& take_thread(asio_frame<Executor>& top) noexcept {
    bool& switched =
        top.await_transform(::boost::asio::detail::awaitable_thread_has_context_switched())
            .await_resume();
    bool const was = switched;
    asio_thread<Executor>& thread = *top.detach_thread();
    switched = was;  // nothing was suspended
    return thread;
}
/// Makes f the frame on top. What it was pushed on stays as it is.
template <class Executor>
void put_on_top(asio_frame<Executor>& f, asio_thread<Executor>& thread) noexcept {
    f.attach_thread(&thread);
    asio_frame<Executor> above;
    above.push_frame(&f);
    above.pop_frame();
}

/// While this holds what is awaited in a thread of execution, it does not throw because that was
/// cancelled before.
template <class Executor>
class cancelled_later {
public:
    void hold(asio_bottom<Executor>& b) noexcept {
        release();
        held_ = &b;
        throws_ = ::std::exchange(bottom_access::throws_if_cancelled(b), false);
    }
    void release() noexcept {
        if (held_ != nullptr) {
            bottom_access::throws_if_cancelled(*held_) = throws_;
            held_ = nullptr;
        }
    }

private:
    asio_bottom<Executor>* held_ = nullptr;
    bool throws_ = true;
};

/// Pushes the coroutine, which h awaits.
template <class T, class Executor, class Promise>
void push(::boost::asio::awaitable<T, Executor>& pushed, ::std::coroutine_handle<Promise> h) {
    using frame = ::boost::asio::detail::awaitable_frame<void, Executor>;
    if constexpr (::std::is_base_of_v<frame, Promise>) {
        // Awaitables take handles of Asio's coroutines alone, and of those only the promise.
        pushed.await_suspend(::std::coroutine_handle<frame>::from_promise(h.promise()));
    } else {
        pushed.await_suspend(h);
    }
}

/// One half of a manager: what Asio's coroutines await in place of an asynchronous operation.
///
/// @tparam Half copyable; has `result`, `executor_type` and `is_ready()`; `begin(frame, handle)` of
/// who awaits it, `end()` which yields the result, and `drop()` where that is not to be, since who
/// awaits is destroyed.
template <class Half>
class on_frame_stack {
public:
    using half_on_frame_stack = Half;
    explicit on_frame_stack(Half const& h) noexcept : half_(h) {}
    [[nodiscard]] Half const& half() const noexcept { return half_; }

private:
    Half half_;
};
template <class Op>
concept stacks_frames = requires { typename Op::half_on_frame_stack; };

template <class Half, class Executor>
class frame_stack_awaiter {
public:
    frame_stack_awaiter(on_frame_stack<Half> const& h, asio_frame<Executor>* awaiting) noexcept
        : half_(h.half()), awaiting_(awaiting) {}
    frame_stack_awaiter(frame_stack_awaiter const&) = delete;
    frame_stack_awaiter& operator=(frame_stack_awaiter const&) = delete;
    ~frame_stack_awaiter() {
        if (under_way_) {
            half_.drop();
        }
    }

    [[nodiscard]] bool await_ready() const noexcept { return half_.is_ready(); }
    template <class Promise>
    void await_suspend(::std::coroutine_handle<Promise> h) {
        half_.begin(*awaiting_, h);
        under_way_ = true;
    }
    typename Half::result await_resume() {
        under_way_ = false;
        return half_.end();
    }

private:
    Half half_;
    asio_frame<Executor>* awaiting_;
    bool under_way_ = false;
};

/// Awaited in coroutines with its executor.
template <class A>
    requires(asio_operation<A> && stacks_frames<A>)
struct awaited_in<A> {
    using type =
        like<::boost::asio::awaitable<void, typename A::half_on_frame_stack::executor_type>>;
};

}  // namespace detail
AMBIT_END

namespace boost::asio {

template <class Op>
    requires ::ambit::detail::stacks_frames<::std::remove_cvref_t<Op>>
struct is_async_operation<Op> : ::std::true_type {};
template <class Op>
    requires ::ambit::detail::stacks_frames<::std::remove_cvref_t<Op>>
struct completion_signature_of<Op> {
    using type = void();
};

namespace detail {

template <class Signature, class Half, class Executor>
class awaitable_async_op<Signature, ::ambit::detail::on_frame_stack<Half>, Executor>
    : public ::ambit::detail::frame_stack_awaiter<Half, Executor> {
public:
    using ::ambit::detail::frame_stack_awaiter<Half, Executor>::frame_stack_awaiter;
};

}  // namespace detail
}  // namespace boost::asio

#endif
