// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_CLOCK_HPP
#define AMBIT_MANAGERS_POOL_CLOCK_HPP

#include <ambit/managers/pool/waiter.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

AMBIT_BEGIN
namespace detail {

/// The thread that ends the wait of coroutines whose time is up: started by the first that has a
/// deadline.
class pool_clock {
public:
    pool_clock() noexcept = default;
    pool_clock(pool_clock const&) = delete;
    pool_clock& operator=(pool_clock const&) = delete;

    /// Requires: core is locked. Calls `core.expire(w)`, with core locked, when w's time is up.
    template <class Core>
    void add(Core& core, pool_waiter& w) {
        auto const place = waiting_.insert(&w).first;
        AMBIT_TRY {
            if (!thread_.joinable()) {
                thread_ = ::std::thread([this, &core] { run(core); });
            }
        }
        AMBIT_CATCH {
            waiting_.erase(place);
            AMBIT_RETHROW;
        }
        w.clocked = true;
        if (place == waiting_.begin()) {
            alarm_.notify_one();
        }
    }
    /// Requires: core is locked.
    void remove(pool_waiter& w) noexcept {
        if (w.clocked) {
            waiting_.erase(&w);
            w.clocked = false;
        }
    }
    /// Requires: nothing is waited for. A coroutine that the thread resumed may be who calls it.
    void stop(::std::mutex& core) noexcept {
        if (!thread_.joinable()) {
            return;
        }
        if (thread_.get_id() == ::std::this_thread::get_id()) {
            *ended_ = true;
            thread_.detach();
            return;
        }
        {
            ::std::lock_guard const lock(core);
            stopping_ = true;
        }
        alarm_.notify_one();
        thread_.join();
    }

private:
    struct earlier {
        [[nodiscard]] bool operator()(pool_waiter const* a, pool_waiter const* b) const noexcept {
            return a->deadline != b->deadline ? a->deadline < b->deadline
                                              : ::std::less<pool_waiter const*>()(a, b);
        }
    };

    template <class Core>
    void run(Core& core) {
        bool ended = false;
        ::std::unique_lock lock(core.mutex());
        ended_ = &ended;
        while (!stopping_) {
            if (waiting_.empty()) {
                alarm_.wait(lock);
                continue;
            }
            auto const next = (*waiting_.begin())->deadline;  // a copy: it may end meanwhile
            if (pool_clock_type::now() < next) {
                alarm_.wait_until(lock, next);
                continue;
            }
            core.expire(**waiting_.begin());
            lock.unlock();
            resume_queue::here().settle();
            if (ended) {
                return;  // the pool is gone, and this with it
            }
            lock.lock();
        }
    }

    ::std::set<pool_waiter*, earlier> waiting_;
    ::std::condition_variable alarm_;
    ::std::thread thread_;
    bool* ended_ = nullptr;
    bool stopping_ = false;
};

}  // namespace detail
AMBIT_END

#endif
