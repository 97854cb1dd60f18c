// SPDX-License-Identifier: BSL-1.0
// Runs that are `ambit::task`, whoever wrote them, and await plain awaiters: no frame but those of
// the runs themselves.
#ifndef AMBIT_BENCHMARKS_ASYNC_TASKS_HPP
#define AMBIT_BENCHMARKS_ASYNC_TASKS_HPP

#include "../shapes/resources.hpp"
#include "run_queue.hpp"

#include <ambit/async/task.hpp>

#include <coroutine>
#include <utility>

/// Completes at once.
struct ready {
    static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
};

/// Goes through the queue once, as what is posted to an executor does.
class posted {
public:
    static constexpr bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) noexcept {
        node_.waiting = h;
        queue.push(node_);
    }

private:
    run_queue::node node_;
};

template <class Wait>
class opening : public Wait {
public:
    explicit opening(int id) noexcept : id_(id) {}
    int await_resume() const { return acquire(id_); }

private:
    int id_;
};

template <class Wait>
class closing : public Wait {
public:
    closing(int handle, bool failed) noexcept : handle_(handle), failed_(failed) {}
    void await_resume() const noexcept { settle(handle_, failed_); }

private:
    int handle_;
    bool failed_;
};

template <class Wait>
struct tasks {
    using task = ambit::task<int>;

    class resource {
    public:
        explicit resource(int id) noexcept : id_(id) {}
        [[nodiscard]] opening<Wait> open() const noexcept { return opening<Wait>(id_); }
        [[nodiscard]] closing<Wait> close(int handle, bool failed) const noexcept {
            return closing<Wait>(handle, failed);
        }

    private:
        int id_;
    };
};

/// Runs one to its end, without a frame for that.
inline int drive(ambit::task<int> run) {
    auto const awaiter = std::move(run).operator co_await();
    awaiter.await_suspend(std::noop_coroutine()).resume();
    queue.run();
    return awaiter.await_resume();
}

#endif
