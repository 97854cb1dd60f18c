// SPDX-License-Identifier: BSL-1.0
// Coroutines that wait to be resumed, first come, first served: the least that an executor does.
#ifndef AMBIT_BENCHMARKS_ASYNC_RUN_QUEUE_HPP
#define AMBIT_BENCHMARKS_ASYNC_RUN_QUEUE_HPP

#include <coroutine>

class run_queue {
public:
    /// A place in the queue, in whoever waits: to wait allocates nothing.
    struct node {
        std::coroutine_handle<> waiting;
        node* next = nullptr;
    };

    void push(node& n) noexcept {
        n.next = nullptr;
        *last_ = &n;
        last_ = &n.next;
    }
    /// Resumes one after the other until none waits.
    void run() {
        while (first_ != nullptr) {
            std::coroutine_handle<> const next = first_->waiting;
            first_ = first_->next;
            if (first_ == nullptr) {
                last_ = &first_;
            }
            next.resume();
        }
    }

private:
    node* first_ = nullptr;
    node** last_ = &first_;
};

inline constinit run_queue queue;

#endif
