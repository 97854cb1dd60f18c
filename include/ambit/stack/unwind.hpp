// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_UNWIND_HPP
#define AMBIT_STACK_UNWIND_HPP

#include <ambit/stack/entry_list.hpp>

#include <exception>

AMBIT_BEGIN
namespace detail {

/// Says which teardown of a stack is under way, for what its exits do with the stack.
class current_teardown {
public:
    current_teardown(teardown*& current, teardown& t) noexcept
        : current_(current), before_(::std::exchange(current, &t)) {}
    current_teardown(current_teardown const&) = delete;
    current_teardown& operator=(current_teardown const&) = delete;
    ~current_teardown() { current_ = before_; }

private:
    teardown*& current_;
    teardown* before_;
};

/// An exit suppresses the failure, if there is one and the stack may.
inline void suppress_in(teardown& t) noexcept {
    if (t.f.failing() && t.policy.allows_to_suppress(t.f)) {
        t.f.clear();
    }
}
/// An exit threw.
inline AMBIT_COLD void threw_in(teardown& t, exit_policy policy, ::std::exception_ptr n) noexcept {
    if (policy == exit_policy::terminate) {
        ::std::terminate();
    }
    bool const sets_aside = t.f.failing();
    t.f.one_of_many_threw(policy, static_cast<::std::exception_ptr&&>(n), t.origin, t.has_room);
    t.has_room = t.has_room && !sets_aside;
}

/// Exits all entries, the last one first, and those that are added meanwhile. Nothing leaves it but
/// the forced unwinding of the thread.
inline void unwind(entry_list& entries, teardown*& current, teardown& t) {
    current_teardown const under_way(current, t);
    outcome const o(t.f);
    while (!entries.empty()) {
        exit_policy policy = exit_policy::keep_first;
        [[maybe_unused]] late_exception thrown;
        AMBIT_TRY {
            while (!entries.empty()) {
                entry& e = entries.unlink_top();
                policy = e.actions->policy_in(t);
                if (e.actions->exit(e, entries, t, o)) {
                    detail::suppress_in(t);
                }
            }
            return;
        }
        AMBIT_CATCH {
            thrown.begin_with_current();
            if (thrown.get() == nullptr) {
                failure forced(nullptr);
                forced.thrown(nullptr, t.origin);
                teardown rest{forced, t.origin, t.policy, false};
                detail::unwind(entries, current, rest);
                t.f.clear();
                AMBIT_RETHROW;
            }
        }
        detail::threw_in(t, policy, thrown.take());
    }
}

/// What a stack's exit tells whoever called it of the failure, which was `before`, if there was
/// one, and now is f: whether it was suppressed. Throws what took its place, or was set aside.
inline bool tell(failure const& f, failure const* before) {
    if (!f.failing()) {
        return before != nullptr;
    }
    if (before == nullptr || !f.is_still(*before)) {
        ::std::rethrow_exception(f.as_exception());
    }
    if (!f.set_aside().empty()) {
        ::std::rethrow_exception(f.set_aside().front());
    }
    return false;
}

}  // namespace detail
AMBIT_END

#endif
