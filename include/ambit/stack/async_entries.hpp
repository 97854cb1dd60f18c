// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ASYNC_ENTRIES_HPP
#define AMBIT_STACK_ASYNC_ENTRIES_HPP

#include <ambit/async/half.hpp>
#include <ambit/async/traits.hpp>
#include <ambit/stack/entries.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What an asynchronous stack does with an entry whose exit is awaited: its `exit`, which is not,
/// abandons it.
/// @tparam Task the coroutine class template of the stack.
template <template <class...> class Task>
struct awaited_actions : entry_actions {
    /// Does not end the entry. Yields whether it would suppress a failure.
    Task<bool> (*async_exit)(entry& e, teardown& t, outcome const& o);
};
/// Ends an entry when its exit has been awaited, or is not going to be.
class ended_entry {
public:
    ended_entry(entry& e, entry_list& from, teardown& t, outcome const& o) noexcept
        : entry_(e), from_(from), teardown_(t), outcome_(o) {}
    ended_entry(ended_entry const&) = delete;
    ended_entry& operator=(ended_entry const&) = delete;
    ~ended_entry() { entry_.actions->exit(entry_, from_, teardown_, outcome_); }

private:
    entry& entry_;
    entry_list& from_;
    teardown& teardown_;
    outcome const& outcome_;
};

/// A callable that returns an awaitable.
template <template <class...> class Task, class F, callable_as As>
struct awaited_callable : entry {
    F f;

    template <class G>
    explicit awaited_callable(G&& g) : entry{&actions_here}, f(static_cast<G&&>(g)) {}

private:
    static bool exit(entry& e, entry_list&, teardown&, outcome const&) noexcept {
        delete &static_cast<awaited_callable&>(e);
        return false;
    }
    static Task<bool> async_exit(entry& e, teardown&, outcome const& o) {
        auto& f = static_cast<awaited_callable&>(e).f;
        using result = typename awaited_or<called_t<As, F>, missing>::type;
        bool would = As == callable_as::exit;
        if constexpr (would_suppress<result>) {
            would = co_await detail::call_entry<As>(f, o);
        } else {
            static_cast<void>(co_await detail::call_entry<As>(f, o));
        }
        co_return would;
    }
    template <class Result>
    static constexpr bool would_suppress =
        As == callable_as::exit && ::std::is_same_v<Result, bool>;
    static constexpr awaited_actions<Task> actions_here{{&awaited_callable::exit, nullptr, false,
                                                         exit_policy::keep_first, true},
                                                        &awaited_callable::async_exit};
};

/// A manager that is entered and exited by awaiting.
/// @tparam Kept the manager, or a reference to it.
template <template <class...> class Task, class Kept>
struct awaited_entry : entry {
    using manager = ::std::remove_reference_t<Kept>;
    using facts = manager_facts<manager, async_form>;
    Kept kept;
    half<manager, async_form> held;

    explicit awaited_entry(Kept&& m)
        : entry{&actions_here}, kept(static_cast<Kept&&>(m)), held(kept) {}

    [[nodiscard]] auto& resource() noexcept {
        if constexpr (facts::enter_is_fallible) {
            return **held.resource();
        } else {
            return *held.resource();
        }
    }
    /// Where it entered with an error: throws that.
    void throw_error() {
        if constexpr (facts::enter_is_fallible) {
            if (!held.resource()->has_value()) {
                using error = error_t<entered_t<async_form, manager>>;
                error e(::std::move(*held.resource()).error());
                held.drop();
                AMBIT_THROW(error(::std::move(e)));
            }
        }
    }

private:
    static bool exit(entry& e, entry_list&, teardown&, outcome const&) noexcept {
        delete &static_cast<awaited_entry&>(e);
        return false;
    }
    static Task<bool> async_exit(entry& e, teardown& t, outcome const& o) {
        auto& self = static_cast<awaited_entry&>(e);
        if constexpr (awaits_many_exits<manager>) {
            teardown inner{t.f, t.origin,
                           common_policy(&detail::may_suppress<facts>, facts::policy, &t.policy),
                           t.has_room};
            co_await detail::bare_reference(self.kept).async_exit_within(inner);
            t.has_room = inner.has_room;
        } else if constexpr (::std::is_void_v<typename facts::exit::result>) {
            co_await self.held.exiting(o);
            self.held.has_exited();
        } else {
            bool const would = co_await self.held.exiting(o);
            self.held.has_exited(would);
        }
        co_return t.f.failing() && self.held.suppresses(&t.f);
    }
    static constexpr awaited_actions<Task> actions_here{{&awaited_entry::exit, nullptr, true,
                                                         facts::policy, true},
                                                        &awaited_entry::async_exit};
};

}  // namespace detail
AMBIT_END

#endif
