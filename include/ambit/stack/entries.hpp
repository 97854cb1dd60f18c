// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ENTRIES_HPP
#define AMBIT_STACK_ENTRIES_HPP

#include <ambit/run/execution.hpp>
#include <ambit/run/frame.hpp>
#include <ambit/stack/entry_list.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Ends an entry that is an allocation of its own.
template <class Entry>
class owned_entry {
public:
    explicit owned_entry(Entry* e) noexcept : entry_(e) {}
    owned_entry(owned_entry&& other) noexcept : entry_(::std::exchange(other.entry_, nullptr)) {}
    owned_entry& operator=(owned_entry&&) = delete;
    ~owned_entry() { delete entry_; }
    [[nodiscard]] Entry* operator->() const noexcept { return entry_; }
    [[nodiscard]] Entry& operator*() const noexcept { return *entry_; }
    [[nodiscard]] Entry& release() noexcept { return *::std::exchange(entry_, nullptr); }

private:
    Entry* entry_;
};

/// How a callable is called: as an exit, with the outcome or with nothing; or with nothing, and
/// what it returns ignored.
enum class callable_as : unsigned char { exit, deferred };

template <callable_as As, class F>
[[nodiscard]] decltype(auto) call_entry(F& f, [[maybe_unused]] outcome const& o) {
    if constexpr (As == callable_as::exit && ::std::is_invocable_v<F&, outcome const&>) {
        return f(o);
    } else {
        return f();
    }
}
template <callable_as As, class F>
using called_t =
    decltype(detail::call_entry<As>(::std::declval<F&>(), ::std::declval<outcome const&>()));

/// Whether it would suppress a failure.
template <callable_as As, class F>
[[nodiscard]] bool exit_by_call(F& f, outcome const& o) {
    if constexpr (As == callable_as::exit && ::std::is_same_v<called_t<As, F>, bool>) {
        return detail::call_entry<As>(f, o);
    } else {
        static_cast<void>(detail::call_entry<As>(f, o));
        return As == callable_as::exit;
    }
}

/// A callable in a slot. It leaves that before it is called, for what it may add itself.
template <class F, callable_as As>
struct small_entry : entry {
    F f;

    static constexpr bool is_possible = ::std::is_nothrow_move_constructible_v<F> &&
                                        sizeof(F) + sizeof(entry) <= entry_list::slot_size &&
                                        alignof(F) <= alignof(entry);

    explicit small_entry(F&& g) noexcept : entry{&actions_here}, f(static_cast<F&&>(g)) {}

private:
    static bool exit(entry& e, entry_list& from, teardown&, outcome const& o) {
        auto& self = static_cast<small_entry&>(e);
        F called(static_cast<F&&>(self.f));
        self.~small_entry();
        from.free_slot(&self);
        return detail::exit_by_call<As>(called, o);
    }
    static void relocate(entry& e, void* to) noexcept {
        auto& self = static_cast<small_entry&>(e);
        (::new (to) small_entry(static_cast<F&&>(self.f)))->below = self.below;
        self.~small_entry();
    }
    static constexpr entry_actions actions_here{&small_entry::exit, &small_entry::relocate};
};

/// A callable in an allocation of its own.
template <class F, callable_as As>
struct large_entry : entry {
    F f;

    template <class G>
    explicit large_entry(G&& g) : entry{&actions_here}, f(static_cast<G&&>(g)) {}

private:
    static bool exit(entry& e, entry_list&, teardown&, outcome const& o) {
        owned_entry<large_entry> const self(&static_cast<large_entry&>(e));
        return detail::exit_by_call<As>(self->f, o);
    }
    static constexpr entry_actions actions_here{&large_entry::exit, nullptr};
};

/// A manager that is entered.
/// @tparam Kept the manager, or a reference to it.
template <class Kept>
struct entered_entry : entry {
    using manager = ::std::remove_reference_t<Kept>;
    using facts = manager_facts<manager>;
    using entered_type = entered_t<sync_form, manager>;
    struct place {
        Kept stage;
    };
    place kept;
    cell<0, slot_of_manager<manager>> entered;

    explicit entered_entry(Kept&& m) : entry{&actions_here}, kept{static_cast<Kept&&>(m)} {}

    /// False if it failed to, by value.
    [[nodiscard]] bool enter() {
        ::std::size_t n = 0;
        untaken nowhere;
        return detail::enter_cell<manager, facts::enter_is_fallible>(entered, kept,
                                                                     no_factory{nullptr}, n,
                                                                     nowhere);
    }
    /// Requires: it failed to.
    [[noreturn]] void throw_error() {
        end_of<slot_of_manager<manager>> const end{entered.slot};
        AMBIT_THROW(error_t<entered_type>(::std::move(entered.slot.entered).error()));
    }
    [[nodiscard]] auto& resource() noexcept {
        if constexpr (facts::enter_is_fallible) {
            return *entered.slot.entered;
        } else {
            return entered.slot.entered;
        }
    }

private:
    static bool exit(entry& e, entry_list&, teardown& t, outcome const& o) {
        owned_entry<entered_entry> const self(&static_cast<entered_entry&>(e));
        if constexpr (has_many_exits<manager>) {
            end_of<slot_of_manager<manager>> const end{self->entered.slot};
            teardown inner{t.f, t.origin,
                           common_policy(&detail::may_suppress<facts>, facts::policy, &t.policy),
                           t.has_room};
            detail::bare_reference(self->kept.stage).exit_into(inner);
            t.has_room = inner.has_room;
            return false;
        } else if constexpr (facts::returns_bool) {
            bool const would = detail::exit_slot<manager>(self->entered.slot, self->kept, o);
            return facts::suppresses && would && t.f.failing() && detail::may_suppress<facts>(t.f);
        } else {
            detail::exit_slot<manager>(self->entered.slot, self->kept, o);
            return facts::suppresses && t.f.failing() && detail::may_suppress<facts>(t.f);
        }
    }
    static constexpr entry_actions actions_here{&entered_entry::exit, nullptr, true, facts::policy};
};

/// Adds a callable, in a slot where that is possible.
template <callable_as As, class F>
void add_callable(entry_list& entries, F&& f) {
    using kept = ::std::decay_t<F>;
    using small = small_entry<kept, As>;
    if constexpr (small::is_possible) {
        entries.add_small<small>(kept(static_cast<F&&>(f)));
    } else {
        entries.link(*new large_entry<kept, As>(static_cast<F&&>(f)));
    }
}

}  // namespace detail
AMBIT_END

#endif
