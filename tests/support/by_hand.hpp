// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_BY_HAND_HPP
#define AMBIT_TESTS_SUPPORT_BY_HAND_HPP

#include <support/catch.hpp>
#include <support/event_loop.hpp>

#include <coroutine>
#include <utility>

namespace test {

/// A lazy coroutine that nobody awaits: started, looked at and destroyed by hand, without a frame
/// beside its own.
template <class Coroutine>
class by_hand {
public:
    explicit by_hand(Coroutine c)
        : coroutine_(std::move(c)), awaiter_(std::move(coroutine_).operator co_await()) {}
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;

    /// Runs it until it suspends or ends.
    void start() {
        frame_ = awaiter_.await_suspend(std::noop_coroutine());
        frame_.resume();
    }
    [[nodiscard]] bool ended() const { return frame_ && frame_.done(); }
    /// What it yielded or threw. Requires: it has ended.
    decltype(auto) result() { return awaiter_.await_resume(); }

private:
    Coroutine coroutine_;
    decltype(std::declval<Coroutine>().operator co_await()) awaiter_;
    std::coroutine_handle<> frame_;
};

/// Runs a coroutine to its end on this thread, with the loop that it suspends to.
template <class Coroutine>
decltype(auto) drive(event_loop& loop, Coroutine coroutine) {
    by_hand<Coroutine> it(std::move(coroutine));
    it.start();
    while (!it.ended()) {
        if (!loop.step()) {
            FAIL("suspended, and nobody will resume it");
        }
    }
    return it.result();
}

}  // namespace test

#endif
