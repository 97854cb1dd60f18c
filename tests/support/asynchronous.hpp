// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_ASYNCHRONOUS_HPP
#define AMBIT_TESTS_SUPPORT_ASYNCHRONOUS_HPP

#include <support/event_loop.hpp>

#include <ambit/coroutine.hpp>

#include <utility>

namespace test {

/// The asynchronous form, and that alone, of a synchronous manager: what M does is done when the
/// awaitables complete, after a suspension if there is a loop.
template <class M>
class asynchronous {
public:
    using properties = ambit::properties_of<M>;

    explicit asynchronous(M m, event_loop* loop = nullptr) : m_(std::move(m)), loop_(loop) {}

    [[nodiscard]] auto async_enter() {
        return later(loop_, [this]() -> decltype(auto) { return m_.enter(); });
    }
    template <class... X>
        requires requires(M& m, X&... x) { m.exit(x...); }
    [[nodiscard]] auto async_exit(X&... x) {
        return later(loop_, [this, &x...]() -> decltype(auto) { return m_.exit(x...); });
    }

private:
    M m_;
    event_loop* loop_;
};

}  // namespace test

#endif
