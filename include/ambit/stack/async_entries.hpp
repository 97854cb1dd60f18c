// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ASYNC_ENTRIES_HPP
#define AMBIT_STACK_ASYNC_ENTRIES_HPP

#include <ambit/async/half.hpp>
#include <ambit/async/traits.hpp>
#include <ambit/stack/entries.hpp>

#include <optional>
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

/// The coroutines of this type begin when they are awaited, as those do whose traits are known: so
/// that of an exit can be made in time, while there may be memory for it.
template <template <class...> class Task>
inline constexpr bool begins_when_awaited = traits_of<Task<void>>::known;

/// An entry whose exit is awaited. `Self::leave(self)` is the coroutine of that, which finds in the
/// entry what it is told.
template <template <class...> class Task, class Self>
class awaited_exit : public entry {
public:
    awaited_exit(awaited_exit const&) = delete;
    awaited_exit& operator=(awaited_exit const&) = delete;

    /// Makes the coroutine. Before the entry is entered, and linked.
    void prepare() {
        if constexpr (begins_when_awaited<Task>) {
            leaving_.emplace(Self::leave(static_cast<Self&>(*this)));
        }
    }

protected:
    explicit awaited_exit(entry_actions const& a) noexcept : entry{&a} {}
    ~awaited_exit() = default;

    [[nodiscard]] teardown& told() const noexcept { return *teardown_; }
    [[nodiscard]] outcome const& seen() const noexcept { return *outcome_; }

    static bool abandon(entry& e, entry_list&, teardown&, outcome const&) noexcept {
        delete static_cast<Self*>(&e);
        return false;
    }
    static Task<bool> async_exit(entry& e, teardown& t, outcome const& o) {
        auto& self = static_cast<Self&>(e);
        self.teardown_ = &t;
        self.outcome_ = &o;
        if constexpr (begins_when_awaited<Task>) {
            return static_cast<Task<bool>&&>(*self.leaving_);
        } else {
            return Self::leave(self);
        }
    }

private:
    struct made_later {};
    [[no_unique_address]] choose_t<begins_when_awaited<Task>, ::std::optional<Task<bool>>,
                                   made_later> leaving_;
    teardown* teardown_ = nullptr;
    outcome const* outcome_ = nullptr;
};

/// A callable that returns an awaitable.
template <template <class...> class Task, class F, callable_as As>
class awaited_callable : public awaited_exit<Task, awaited_callable<Task, F, As>> {
    using base = awaited_exit<Task, awaited_callable>;

public:
    template <class G>
    explicit awaited_callable(G&& g) : base(actions_here), f_(static_cast<G&&>(g)) {}

private:
    friend base;
    static Task<bool> leave(awaited_callable& self) {
        using result = typename awaited_or<called_t<As, F>, missing>::type;
        bool would = As == callable_as::exit;
        if constexpr (would_suppress<result>) {
            would = co_await detail::call_entry<As>(self.f_, self.seen());
        } else {
            static_cast<void>(co_await detail::call_entry<As>(self.f_, self.seen()));
        }
        co_return would;
    }
    template <class Result>
    static constexpr bool would_suppress =
        As == callable_as::exit && ::std::is_same_v<Result, bool>;
    static constexpr awaited_actions<Task> actions_here{{&base::abandon, nullptr, false,
                                                         exit_policy::keep_first, true},
                                                        &base::async_exit};

    F f_;
};

/// A manager that is entered and exited by awaiting.
/// @tparam Kept the manager, or a reference to it.
template <template <class...> class Task, class Kept>
class awaited_entry : public awaited_exit<Task, awaited_entry<Task, Kept>> {
    using base = awaited_exit<Task, awaited_entry>;

public:
    using manager = ::std::remove_reference_t<Kept>;
    using facts = manager_facts<manager, async_form>;

    explicit awaited_entry(Kept&& m)
        : base(actions_here), kept(static_cast<Kept&&>(m)), held(kept) {}

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

    Kept kept;
    half<manager, async_form> held;

private:
    friend base;
    static Task<bool> leave(awaited_entry& self) {
        auto& held = self.held;
        if constexpr (awaits_many_exits<manager>) {
            teardown& t = self.told();
            teardown const inner{t.f, t.origin,
                                 common_policy(&detail::may_suppress<facts>, facts::policy,
                                               &t.policy),
                                 t.has_room};
            auto& stack = detail::bare_reference(self.kept);
            static_cast<void>(co_await stack.async_exit_into(inner));
            t.has_room = stack.has_room();
        } else if constexpr (::std::is_void_v<typename facts::exit::result>) {
            co_await held.exiting(self.seen());
            held.has_exited();
        } else {
            bool const would = co_await held.exiting(self.seen());
            held.has_exited(would);
        }
        co_return self.told().f.failing() && held.suppresses(&self.told().f);
    }
    static constexpr awaited_actions<Task> actions_here{{&base::abandon, nullptr, true,
                                                         facts::policy, true},
                                                        &base::async_exit};
};

}  // namespace detail
AMBIT_END

#endif
