// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_STATE_HPP
#define AMBIT_MANAGERS_POOL_STATE_HPP

#include <ambit/managers/pool/core.hpp>
#include <ambit/managers/pool/errors.hpp>
#include <ambit/managers/pool/recipe.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// A pool: its places, and what makes and destroys the resources in them, which it does while
/// nothing is locked.
template <class T>
class pool_state {
    using node = pool_node<T>;
    using lost = pool_core::lost;
    using state = pool_waiter::state;

public:
    pool_state(::std::size_t bound, ::std::unique_ptr<pool_recipe<T>> recipe)
        : recipe_(::std::move(recipe)), core(bound) {}

    /// Blocks until there is a resource.
    [[nodiscard]] T& enter(pool_limit const& limit) {
        struct thread_waits {
            pool_state& pool;
            blocked_waiter waiter;
            ~thread_waits() { pool.leave(waiter); }  // only where the thread is cancelled
        };
        thread_waits here{*this, blocked_waiter(limit)};
        if (!core.enter_at_once(here.waiter)) {
            resume_queue::here().settle_before_blocking();
            core.wait(here.waiter);
            resume_queue::here().settle();
        }
        return take(here.waiter);
    }
    /// What w waited for. Requires: it need not wait any longer.
    [[nodiscard]] T& take(pool_waiter& w) {
        auto const how = w.take_state();
        if (how == state::late) {
            AMBIT_THROW(pool_timeout());
        }
        if (how == state::refused) {
            AMBIT_THROW(pool_closed());
        }
        return w.slot != nullptr ? node::of(*w.slot).value() : make();
    }
    /// w ends. What it may have been given goes back.
    void leave(pool_waiter& w) noexcept {
        bool const has_place = core.leave(w);
        w.leave_list();
        if (has_place) {
            if (w.slot != nullptr) {
                put_back(node::of(*w.slot));
            } else {
                core.give_back(lost::unused);
            }
            resume_queue::here().settle();
        }
    }

    /// Gives back what was leased. The caller settles this thread's `resume_queue`, also if this
    /// throws.
    void give_back(T& x, outcome const& o) {
        node& n = node::of(x);
        bool broken = true;
        AMBIT_TRY { broken = recipe_->is_broken(x, o); }
        AMBIT_CATCH {
            discard(n);
            AMBIT_RETHROW;
        }
        if (broken) {
            discard(n);
        } else {
            put_back(n);
        }
    }
    void exit(T& x, outcome const& o) {
        AMBIT_TRY { give_back(x, o); }
        AMBIT_CATCH {
            resume_queue::here().settle();
            AMBIT_RETHROW;
        }
        resume_queue::here().settle();
    }
    /// Gives back what was leased by a run that was destroyed.
    void abandon(T& x) noexcept {
        failure f(nullptr);
        f.thrown(nullptr, 0);
        AMBIT_TRY { exit(x, outcome(f)); }
        AMBIT_CATCH {}
    }

    /// From now on nobody enters; what is idle is destroyed. The caller settles.
    void begin_close() noexcept {
        for (pool_slot* s = core.close(); s != nullptr;) {
            node& n = node::of(*::std::exchange(s, s->next));
            end(n, lost::unused);
        }
    }
    bool close(pool_limit const& limit) {
        begin_close();
        resume_queue::here().settle_before_blocking();
        return core.wait_until_drained(limit);
    }

private:
    [[nodiscard]] T& make() {
        if (!core.wants_resource()) {
            core.give_back(lost::unused);
            resume_queue::here().settle();
            AMBIT_THROW(pool_closed());
        }
        node* n = nullptr;
        AMBIT_TRY { n = new node(*recipe_); }
        AMBIT_CATCH {
            core.give_back(lost::failed);
            resume_queue::here().settle();
            AMBIT_RETHROW;
        }
        core.made();
        return n->value();
    }
    void end(node& n, lost why) noexcept {
        delete &n;
        core.give_back(why);
    }
    void discard(node& n) noexcept { end(n, lost::discarded); }
    void put_back(node& n) noexcept {
        if (!core.give_back(n.slot())) {
            end(n, lost::unused);
        }
    }

    ::std::unique_ptr<pool_recipe<T>> recipe_;

public:
    pool_core core;
};

}  // namespace detail
AMBIT_END

#endif
