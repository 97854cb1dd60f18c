// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_CORE_HPP
#define AMBIT_MANAGERS_POOL_CORE_HPP

#include <ambit/managers/pool/clock.hpp>
#include <ambit/managers/pool/statistics.hpp>
#include <ambit/managers/pool/waiter.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Who has which place of a pool, and who waits for one. A place is the right to one resource: it
/// is idle, with a lease, or its resource is being made or destroyed.
///
/// Somebody waits only while all places are taken and none is idle: a place that comes back goes
/// to whoever waits longest, never past the queue. Waking a coroutine adds it to this thread's
/// `resume_queue`; whoever calls what may do so settles that when it is done with the pool.
class pool_core {
    using state = pool_waiter::state;

public:
    /// Why a place comes back without its resource.
    enum class lost : unsigned char { failed, discarded, unused };

    explicit pool_core(::std::size_t bound) noexcept { numbers_.bound = bound; }
    pool_core(pool_core const&) = delete;
    pool_core& operator=(pool_core const&) = delete;
    /// Requires: it is closed, and has drained.
    ~pool_core() { clock_.stop(mutex_); }

    // Entering. Each leaves w `given`, `refused` or `late` if it returns that w need not wait.

    /// Whether w need not wait.
    [[nodiscard]] bool enter_at_once(pool_waiter& w) noexcept {
        ::std::lock_guard const lock(mutex_);
        return is_settled(w);
    }
    /// Blocks until w need not wait any longer.
    AMBIT_COLD void wait(blocked_waiter& w) {
        ::std::unique_lock lock(mutex_);
        if (!enqueue(w)) {
            return;
        }
        sleeper const asleep(*this);
        while (w.is(state::queued)) {
            if (w.deadline == pool_limit::time_point::max()) {
                w.woken.wait(lock);
            } else if (auto const until = w.deadline;
                       w.woken.wait_until(lock, until) == ::std::cv_status::timeout &&
                       w.is(state::queued)) {
                expire(w);
            }
        }
    }
    /// Queues w, which may be woken, and end, before this returns; or w need not wait: then false.
    /// Not inlined: clang before version 18 keeps locals of what it inlines into a coroutine in the
    /// frame, which may have ended.
    /// @param start is called with the pool locked once w is queued; if it throws, w is not.
    template <class Start>
    [[nodiscard]] AMBIT_COLD bool enlist(pool_waiter& w, Start const& start) {
        ::std::lock_guard const lock(mutex_);
        if (!enqueue(w)) {
            return false;
        }
        AMBIT_TRY { start(); }
        AMBIT_CATCH {
            dequeue(w);
            w.become(state::outside);
            AMBIT_RETHROW;
        }
        return true;
    }
    /// The same, and the pool sees to w's deadline.
    [[nodiscard]] bool enlist(suspended_waiter& w) {
        return enlist(w, [this, &w] {
            if (w.deadline != pool_limit::time_point::max()) {
                clock_.add(*this, w);
            }
        });
    }
    /// Ends w's wait, whose time is up. Requires: locked, w is queued.
    void expire(pool_waiter& w) noexcept {
        ++numbers_.timeouts;
        resolve(w, state::late);
    }
    /// Takes w out of the queue; false if it was no longer queued.
    [[nodiscard]] bool withdraw(pool_waiter& w, bool is_late) noexcept {
        ::std::lock_guard const lock(mutex_);
        if (!w.is(state::queued)) {
            return false;
        }
        numbers_.timeouts += is_late ? 1 : 0;
        dequeue(w);
        w.become(state::late);
        return true;
    }
    /// w ends, as it is. True if it had been given a place: that has to be given back.
    [[nodiscard]] bool leave(pool_waiter& w) noexcept {
        if (!w.is(state::queued) && !w.is(state::given)) {
            return false;  // the pool may be gone
        }
        ::std::lock_guard const lock(mutex_);
        if (w.is(state::queued)) {
            dequeue(w);
            return false;
        }
        if (!w.is(state::given)) {
            return false;
        }
        numbers_.leases -= w.slot != nullptr ? 1 : 0;  // it was none after all
        return true;
    }

    // Places.

    /// Whether a resource is still wanted. Requires: the caller has a place without one.
    [[nodiscard]] bool wants_resource() noexcept {
        ::std::lock_guard const lock(mutex_);
        return !numbers_.closed;
    }
    /// The caller's place has a resource now.
    void made() noexcept {
        ::std::lock_guard const lock(mutex_);
        ++numbers_.created;
        ++numbers_.leases;
    }
    /// Gives a place back with its resource; false if that is to be destroyed, for the pool is
    /// closed: then `give_back(lost::unused)` follows.
    [[nodiscard]] bool give_back(pool_slot& s) noexcept {
        ::std::lock_guard const lock(mutex_);
        if (numbers_.closed) {
            return false;
        }
        if (auto* const first = longest()) {
            ++numbers_.leases;
            resolve(*first, state::given, &s);
        } else {
            s.next = ::std::exchange(idle_, &s);
            ++numbers_.idle;
        }
        return true;
    }
    /// Gives a place back without a resource. Requires: what it had is destroyed.
    void give_back(lost why) noexcept {
        ::std::lock_guard const lock(mutex_);
        numbers_.failures += why == lost::failed ? 1 : 0;
        numbers_.discarded += why == lost::discarded ? 1 : 0;
        if (auto* const first = longest()) {
            resolve(*first, state::given, nullptr);
        } else {
            --numbers_.open;
            tell_if_drained();
        }
    }

    // Closing.

    /// From now on nobody enters. Returns what was idle, to be destroyed, each followed by
    /// `give_back(lost::unused)`.
    [[nodiscard]] pool_slot* close() noexcept {
        ::std::lock_guard const lock(mutex_);
        numbers_.closed = true;
        while (auto* const first = longest()) {
            resolve(*first, state::refused);
        }
        numbers_.idle = 0;
        return ::std::exchange(idle_, nullptr);
    }
    /// Blocks until nothing is open; false if it takes longer than the limit.
    [[nodiscard]] bool wait_until_drained(pool_limit const& limit) {
        ::std::unique_lock lock(mutex_);
        auto const until = limit.deadline();
        if (until == pool_limit::time_point::max()) {
            drained_.wait(lock, [this] { return is_drained(); });
            return true;
        }
        return drained_.wait_until(lock, until, [this] { return is_drained(); });
    }
    /// Wakes w when nothing is open any more; false if that is so now.
    [[nodiscard]] AMBIT_COLD bool enlist_closer(pool_waiter& w) noexcept {
        ::std::lock_guard const lock(mutex_);
        if (is_drained()) {
            return false;
        }
        closers_.append(w);
        w.become(state::queued);
        return true;
    }
    /// w, which waits for that, ends.
    void leave_closers(pool_waiter& w) noexcept {
        if (w.is(state::queued)) {
            ::std::lock_guard const lock(mutex_);
            w.leave_list();
        }
    }

    [[nodiscard]] pool_statistics statistics() const noexcept {
        ::std::lock_guard const lock(mutex_);
        pool_statistics all = numbers_;
        all.leased = all.open - all.idle;
        return all;
    }
    [[nodiscard]] ::std::mutex& mutex() noexcept { return mutex_; }

private:
    /// A thread that waits will lock the pool once more, so that must not end before.
    class sleeper {
    public:
        explicit sleeper(pool_core& c) noexcept : core_(c) { ++core_.sleepers_; }
        sleeper(sleeper const&) = delete;
        sleeper& operator=(sleeper const&) = delete;
        ~sleeper() {
            --core_.sleepers_;
            core_.tell_if_drained();
        }

    private:
        pool_core& core_;
    };

    [[nodiscard]] pool_waiter* longest() const noexcept {
        return static_cast<pool_waiter*>(static_cast<resumable*>(queue_.first()));
    }
    [[nodiscard]] bool is_settled(pool_waiter& w) noexcept {
        if (numbers_.closed) {
            w.become(state::refused);
        } else if (idle_ != nullptr) {
            w.slot = ::std::exchange(idle_, idle_->next);
            --numbers_.idle;
            ++numbers_.leases;
            w.become(state::given);
        } else if (numbers_.open != numbers_.bound) {
            ++numbers_.open;
            w.slot = nullptr;
            w.become(state::given);
        } else {
            return false;
        }
        return true;
    }
    /// False if w need not wait.
    [[nodiscard]] bool enqueue(pool_waiter& w) noexcept {
        if (is_settled(w)) {
            return false;
        }
        w.deadline = w.limit.deadline();
        if (w.deadline != pool_limit::time_point::max() && w.deadline <= pool_clock_type::now()) {
            ++numbers_.timeouts;
            w.become(state::late);
            return false;
        }
        queue_.append(w);
        w.become(state::queued);
        ++numbers_.waiting;
        ++numbers_.waits;
        return true;
    }
    void dequeue(pool_waiter& w) noexcept {
        clock_.remove(w);
        queue_.remove(w);
        --numbers_.waiting;
    }
    void resolve(pool_waiter& w, state s, pool_slot* slot = nullptr) noexcept {
        dequeue(w);
        w.slot = slot;
        w.become(s);
        w.wake();
    }
    [[nodiscard]] bool is_drained() const noexcept {
        return numbers_.closed && numbers_.open == 0 && sleepers_ == 0;
    }
    void tell_if_drained() noexcept {
        if (!is_drained()) {
            return;
        }
        drained_.notify_all();
        while (auto* const e = closers_.first()) {
            auto& closer = *static_cast<pool_waiter*>(static_cast<resumable*>(e));
            closers_.remove(closer);
            closer.become(state::given);
            closer.wake();
        }
    }

    mutable ::std::mutex mutex_;
    pool_statistics numbers_;  // but for `leased`
    pool_slot* idle_ = nullptr;
    pool_list queue_;
    pool_list closers_;
    ::std::size_t sleepers_ = 0;
    ::std::condition_variable drained_;
    pool_clock clock_;
};

}  // namespace detail
AMBIT_END

#endif
