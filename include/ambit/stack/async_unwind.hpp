// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ASYNC_UNWIND_HPP
#define AMBIT_STACK_ASYNC_UNWIND_HPP

#include <ambit/stack/async_entries.hpp>
#include <ambit/stack/unwind.hpp>

#include <exception>

AMBIT_BEGIN
namespace detail {

/// In place of exits that nobody can wait for: synchronous entries exit as cancelled, and what they
/// throw is swallowed, others are abandoned (rule 10.7).
inline void abandon_all(entry_list& entries, teardown*& current) noexcept {
    failure f(nullptr);
    f.thrown(nullptr, 0);
    common_policy const policy([](failure&) noexcept { return false; }, exit_policy::keep_first);
    teardown t{f, 0, policy, false};
    AMBIT_TRY { detail::unwind(entries, current, t); }
    AMBIT_CATCH {}
}

/// One teardown that is awaited; if it is destroyed while suspended it abandons what is left.
class awaited_teardown {
public:
    awaited_teardown(entry_list& entries, teardown*& current, teardown& t) noexcept
        : entries_(entries), current_(current), under_way_(current, t) {}
    awaited_teardown(awaited_teardown const&) = delete;
    awaited_teardown& operator=(awaited_teardown const&) = delete;
    ~awaited_teardown() { detail::abandon_all(entries_, current_); }

private:
    entry_list& entries_;
    teardown*& current_;
    current_teardown under_way_;
};

/// As `unwind`, for a stack whose entries may have to be awaited. Never awaits in a handler. Looks
/// at `of` when it begins. Yields false: what is suppressed is so already.
template <template <class...> class Task>
Task<bool> async_unwind(entry_list& entries, teardown*& current, teardown* of) {
    teardown& t = *of;
    awaited_teardown const whole(entries, current, t);
    outcome const o(t.f);
    while (!entries.empty()) {
        exit_policy policy = exit_policy::keep_first;
        late_exception thrown;
        bool threw = false;
        AMBIT_TRY {
            while (!entries.empty()) {
                entry& e = entries.unlink_top();
                policy = e.actions->policy_in(t);
                bool would = false;
                if (e.actions->awaited) {
                    ended_entry const ends(e, entries, t, o);
                    auto const& actions = static_cast<awaited_actions<Task> const&>(*e.actions);
                    would = co_await actions.async_exit(e, t, o);
                } else {
                    would = e.actions->exit(e, entries, t, o);
                }
                if (would) {
                    detail::suppress_in(t);
                }
            }
        }
        AMBIT_CATCH {
            threw = true;
            thrown.begin_with_current();
            if (thrown.get() == nullptr) {
                AMBIT_RETHROW;  // the forced unwinding of the thread
            }
        }
        if (threw) {
            detail::threw_in(t, policy, thrown.take());
        }
    }
    co_return false;
}

}  // namespace detail
AMBIT_END

#endif
