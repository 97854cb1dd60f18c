// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_OUTCOME_HPP
#define AMBIT_ASIO_OUTCOME_HPP

#include <ambit/manager/surround.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <type_traits>

// `co_await y(r)` in Asio's coroutines: y returns an `outcome const&` in all functions, and of what
// is no awaitable Asio's promise takes asynchronous operations only, which it would move. So an
// outcome is made one, and what Asio awaits in its place is the operation `rest_operation`. The
// specialisation of a detail of Asio's is the only way in; Boost 1.80 to 1.86 have it.

AMBIT_BEGIN
namespace detail {

/// The outcome that `co_await y(r)` yields, as operations yield what can be moved.
class seen_outcome : public outcome {
public:
    explicit seen_outcome(outcome const& o) noexcept { assign(o); }
    seen_outcome(seen_outcome const& other) noexcept : outcome() { assign(other); }
    seen_outcome& operator=(seen_outcome const&) = delete;
    ~seen_outcome() = default;
};

/// Waits for the rest of a run. `await_rest` is found where the rest is: in asio/around.hpp.
class rest_operation {
public:
    using signature = void(seen_outcome);

    explicit rest_operation(outcome const& o) noexcept : rest_(detail::rest_of(o)) {}
    template <class Handler>
    void operator()(Handler&& handler) {
        await_rest(*rest_, static_cast<Handler&&>(handler));
    }

private:
    resumption* rest_;
};
/// A base, so that it lives before what refers to it.
struct kept_rest_operation {
    rest_operation kept;
};

}  // namespace detail
AMBIT_END

namespace boost::asio {

template <>
struct is_async_operation<::ambit::outcome const&> : ::std::true_type {};
template <>
struct completion_signature_of<::ambit::outcome const&> {
    using type = ::ambit::detail::rest_operation::signature;
};

namespace detail {

template <class Signature, class Executor>
class awaitable_async_op<Signature, ::ambit::outcome, Executor>
    : ::ambit::detail::kept_rest_operation,
      public awaitable_async_op<Signature, ::ambit::detail::rest_operation, Executor> {
    using operation = awaitable_async_op<Signature, ::ambit::detail::rest_operation, Executor>;

public:
    awaitable_async_op(::ambit::outcome const& o, awaitable_frame_base<Executor>* frame)
        : ::ambit::detail::kept_rest_operation{::ambit::detail::rest_operation(o)},
          operation(static_cast<::ambit::detail::rest_operation&&>(this->kept), frame) {}
};

}  // namespace detail
}  // namespace boost::asio

#endif
