// SPDX-License-Identifier: BSL-1.0
// The least that can be awaited. Nothing here is ever resumed: rules look at types alone.
#ifndef AMBIT_TESTS_REJECTS_SUPPORT_AWAITABLE_HPP
#define AMBIT_TESTS_REJECTS_SUPPORT_AWAITABLE_HPP

template <class T = void>
struct awaitable {
    bool await_ready() const noexcept { return true; }
    template <class Handle>
    void await_suspend(Handle) const noexcept {}
    T await_resume() const noexcept { return T(); }
};

#endif
