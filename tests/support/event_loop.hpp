// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_EVENT_LOOP_HPP
#define AMBIT_TESTS_SUPPORT_EVENT_LOOP_HPP

#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <type_traits>

namespace test {

/// Coroutines that wait to be resumed, first come, first served. Allocates nothing.
class event_loop {
public:
    void post(std::coroutine_handle<> h) {
        if (size_ == capacity) {
            std::abort();
        }
        waiting_[(first_ + size_++) % capacity] = h;
    }
    /// Resumes the one that waits longest; false if none does.
    bool step() {
        if (size_ == 0) {
            return false;
        }
        std::coroutine_handle<> const next = waiting_[first_];
        first_ = (first_ + 1) % capacity;
        --size_;
        ++steps_;
        next.resume();
        return true;
    }
    /// Forgets those that wait: they are about to be destroyed.
    void clear() { size_ = 0; }

    [[nodiscard]] std::size_t waiting() const { return size_; }
    /// How many were resumed so far.
    [[nodiscard]] int steps() const { return steps_; }

private:
    static constexpr std::size_t capacity = 16;
    std::coroutine_handle<> waiting_[capacity];
    std::size_t first_ = 0;
    std::size_t size_ = 0;
    int steps_ = 0;
};

/// An awaiter that calls f when it completes and yields, or throws, what f does. With a loop it
/// suspends and is resumed from there; without one it is ready at once.
template <class F>
class later_awaiter {
public:
    later_awaiter(event_loop* loop, F f) : loop_(loop), f_(static_cast<F&&>(f)) {}
    [[nodiscard]] bool await_ready() const noexcept { return loop_ == nullptr; }
    void await_suspend(std::coroutine_handle<> h) const {
        if (loop_ != nullptr) {  // as await_ready found: g++ 12 warns that it might not be
            loop_->post(h);
        }
    }
    std::invoke_result_t<F&> await_resume() { return f_(); }

private:
    event_loop* loop_;
    F f_;
};
template <class F>
[[nodiscard]] later_awaiter<F> later(event_loop* loop, F f) {
    return {loop, static_cast<F&&>(f)};
}
template <class F>
[[nodiscard]] later_awaiter<F> later(event_loop& loop, F f) {
    return {&loop, static_cast<F&&>(f)};
}

/// One real suspension.
[[nodiscard]] inline auto suspend(event_loop& loop) {
    return later(loop, [] {});
}

}  // namespace test

#endif
