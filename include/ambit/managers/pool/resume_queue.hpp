// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_RESUME_QUEUE_HPP
#define AMBIT_MANAGERS_POOL_RESUME_QUEUE_HPP

#include <ambit/managers/pool/list.hpp>

#include <coroutine>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// A suspended coroutine that somebody is going to resume.
class resumable : public pool_list::entry {
public:
    ::std::coroutine_handle<> coroutine;

protected:
    ~resumable() = default;
};

/// What this thread has to resume. A coroutine that was resumed from here and makes others ready
/// adds them to the queue and goes on, so that the stack does not grow with their number.
class resume_queue {
public:
    [[nodiscard]] static resume_queue& here() noexcept {
        static constinit thread_local resume_queue queue;
        return queue;
    }

    void append(resumable& r) noexcept { list_.append(r); }
    /// Something is in it, and nobody further out on the stack is at it already.
    [[nodiscard]] bool must_run() const noexcept { return !running_ && list_.first() != nullptr; }
    /// Before what made others ready returns.
    void settle() noexcept {
        if (must_run()) {
            run();
        }
    }
    /// Before the thread blocks: whoever is in the queue may be who ends that.
    void settle_before_blocking() noexcept {
        if (list_.first() != nullptr) {
            run();
        }
    }
    AMBIT_COLD void run() noexcept {
        bool const outer = ::std::exchange(running_, true);
        while (auto* const next = static_cast<resumable*>(list_.first())) {
            list_.remove(*next);
            auto const coroutine = next->coroutine;  // next may end before resume returns
            coroutine.resume();
        }
        running_ = outer;
    }

private:
    constexpr resume_queue() noexcept = default;

    pool_list list_;
    bool running_ = false;
};

}  // namespace detail
AMBIT_END

#endif
