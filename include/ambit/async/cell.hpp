// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_CELL_HPP
#define AMBIT_ASYNC_CELL_HPP

#include <ambit/run/frame.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// How a resource is kept that was awaited: it is moved once, a reference is a pointer.
template <class Entered>
struct awaited_room {
    late<::std::remove_cv_t<Entered>> room;

    template <class X>
    AMBIT_ALWAYS_INLINE void set(X&& x) {
        room.construct(static_cast<X&&>(x));
    }
    [[nodiscard]] Entered& get() noexcept { return room.value; }
    AMBIT_ALWAYS_INLINE void end() noexcept(noexcept(room.destroy())) { room.destroy(); }
};
template <class Entered>
struct awaited_room<Entered&> {
    Entered* pointer = nullptr;

    AMBIT_ALWAYS_INLINE void set(Entered& x) noexcept { pointer = __builtin_addressof(x); }
    [[nodiscard]] Entered& get() noexcept { return *pointer; }
    static constexpr void end() noexcept {}
};
template <>
struct awaited_room<void> {
    nothing none;

    [[nodiscard]] nothing& get() noexcept { return none; }
    static constexpr void end() noexcept {}
};

/// In place of what a factory makes, for a manager that is kept in the pipeline.
struct not_made {};

/// The manager that a factory made, for one run, or a reference to it.
template <class Made>
struct made_manager {
    Made manager;
    template <class Call>
    AMBIT_ALWAYS_INLINE explicit made_manager(Call&& call) : manager(made_from<Made>::make(call)) {}
};
// In place of what a stage does not need.
struct no_made_manager {};
struct no_state {};

template <class M>
struct running_state {
    using type = no_state;
};
template <class M>
    requires has_running<M>
struct running_state<M> {
    using type = typename bare_t<M>::running;
};

/// A stage that is awaited: what a run keeps of it.
/// @tparam M the manager. @tparam Made what its factory makes, if there is one.
template <::std::size_t Index, class M, class Made>
struct async_cell {
    using facts = manager_facts<M, async_form>;
    static constexpr bool has_state = has_running<M>;
    static constexpr bool is_made = !::std::is_same_v<Made, not_made>;
    /// Something has to be ended when an enter fails, and when an exit does.
    static constexpr bool begins = is_made || has_state;
    static constexpr bool ends =
        begins || (!::std::is_void_v<entered_t<async_form, M>> &&
                   !::std::is_trivially_destructible_v<entered_t<async_form, M>>);

    [[no_unique_address]] choose_t<is_made, late<made_manager<Made>>, no_made_manager> made;
    [[no_unique_address]] choose_t<has_state, late<typename running_state<M>::type>, no_state>
        state;
    [[no_unique_address]] awaited_room<entered_t<async_form, M>> entered;

    /// The manager, in the pipeline or here.
    template <class Leaf>
    [[nodiscard]] AMBIT_ALWAYS_INLINE M& manager_in([[maybe_unused]] Leaf& kept) noexcept {
        if constexpr (is_made) {
            return made.value.manager;
        } else {
            return kept.stage;
        }
    }
    template <class Leaf>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) members_in(Leaf& kept) noexcept {
        if constexpr (has_state) {
            return (state.value);
        } else {
            return static_cast<members_t<M>>(manager_in(kept));
        }
    }

    /// Makes what the run needs of the stage before it enters. Where that throws nothing is left.
    template <class Leaf, class Make, class Context>
    AMBIT_ALWAYS_INLINE void begin([[maybe_unused]] Leaf& kept, [[maybe_unused]] Make make,
                                   [[maybe_unused]] Context& context) {
        if constexpr (is_made) {
            made.construct(make);
        }
        if constexpr (has_state) {
            AMBIT_TRY {
                state.construct(detail::bare_reference(manager_in(kept)));
                if constexpr (requires { state.value.attach(context); }) {
                    state.value.attach(context);
                }
            }
            AMBIT_CATCH {
                if constexpr (is_made) {
                    made.destroy();
                }
                AMBIT_RETHROW;
            }
        }
    }
    /// Ends that.
    AMBIT_ALWAYS_INLINE void end() {
        struct end_of_made {
            async_cell& cell;
            ~end_of_made() noexcept(false) {
                if constexpr (is_made) {
                    cell.made.destroy();
                }
            }
        } const after{*this};
        if constexpr (has_state) {
            state.destroy();
        }
    }
    /// Ends the resource, then that.
    AMBIT_ALWAYS_INLINE void leave() {
        struct end_of_stage {
            async_cell& cell;
            ~end_of_stage() noexcept(false) { cell.end(); }
        } const after{*this};
        entered.end();
    }

    /// The resource itself, out of an expected-like.
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) resource() noexcept {
        if constexpr (facts::enter_is_fallible) {
            return *entered.get();
        } else {
            return (entered.get());
        }
    }
    template <class Leaf>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) enter(Leaf& kept) {
        return members_in(kept).async_enter();
    }
    template <class Leaf>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) exit(Leaf& kept,
                                                          [[maybe_unused]] outcome const& o) {
        decltype(auto) members = members_in(kept);
        if constexpr (facts::exit::takes_resource && facts::exit::observes) {
            return members.async_exit(resource(), o);
        } else if constexpr (facts::exit::takes_resource) {
            return members.async_exit(resource());
        } else if constexpr (facts::exit::observes) {
            return members.async_exit(o);
        } else {
            return members.async_exit();
        }
    }
    /// The same in a run, which lets many exits see to its failure themselves.
    template <class Leaf>
    [[nodiscard]] AMBIT_ALWAYS_INLINE decltype(auto) exit_in_run(Leaf& kept, outcome const& o) {
        if constexpr (awaits_many_exits<M>) {
            return detail::bare_reference(manager_in(kept))
                .async_exit_into(
                    teardown{*detail::failure_room_of(o), Index,
                             common_policy(&detail::may_suppress<facts>, facts::policy), true});
        } else {
            return exit(kept, o);
        }
    }
    /// In place of the exit, where nobody can wait for that any more.
    template <class Leaf>
    void abandon(Leaf& kept) noexcept {
        [[maybe_unused]] decltype(auto) members = members_in(kept);
        if constexpr (requires { members.abandon(resource()); }) {
            members.abandon(resource());
        } else if constexpr (requires { members.abandon(); }) {
            members.abandon();
        }
    }
};

}  // namespace detail
AMBIT_END

#endif
