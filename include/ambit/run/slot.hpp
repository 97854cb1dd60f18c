// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_SLOT_HPP
#define AMBIT_RUN_SLOT_HPP

#include <ambit/analysis/traits.hpp>
#include <ambit/pipeline/layout.hpp>

#include <optional>  // for std::construct_at, which <memory> would bring at four times the cost
#include <type_traits>

AMBIT_BEGIN
namespace detail {

// Few functions with short names: both are felt in compiling. A function that is instantiated for
// each stage must not name the whole pipeline, or all names together grow as the square of its
// length.

/// Stands for what a void enter brings.
struct nothing {};

/// What entering a manager returned, constructed in place: an object or a reference.
/// @tparam P what enter is called on: a reference to the manager, or its adapter.
template <class P, class Entered>
struct slot {
    static constexpr bool made = false;
    static constexpr bool is_plain = false;
    Entered entered;

    AMBIT_ALWAYS_INLINE constexpr explicit slot(P p) : entered(p.enter()) {}
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;
    constexpr ~slot() = default;
};
// Numbers, pointers and nothing need neither constructor nor destructor: they are assigned.
template <class P, class Entered>
    requires ::std::is_scalar_v<Entered>
struct slot<P, Entered> {
    static constexpr bool made = false;
    static constexpr bool is_plain = true;
    Entered entered;
};
template <class P>
struct slot<P, void> {
    static constexpr bool made = false;
    static constexpr bool is_plain = true;
    [[no_unique_address]] nothing entered;
};
template <class M>
using slot_of_manager = slot<members_t<M>, entered_t<sync_form, M>>;

/// A manager that a factory made, constructed in place, and entered.
/// @tparam Made the manager, or a reference to one.
template <class Made, class M = ::std::remove_reference_t<Made>,
          class Entered = entered_t<sync_form, M>>
struct made_slot {
    static constexpr bool made = true;
    static constexpr bool is_plain = false;
    Made manager;
    Entered entered;

    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit made_slot(Call&& call)
        : manager(made_from<Made>::make(call)),
          entered(static_cast<members_t<M>>(manager).enter()) {}
    made_slot(made_slot const&) = delete;
    made_slot& operator=(made_slot const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~made_slot() {}  // NOLINT: inlined, as a defaulted one is not
};
template <class Made, class M>
struct made_slot<Made, M, void> {
    static constexpr bool made = true;
    static constexpr bool is_plain = false;
    Made manager;
    [[no_unique_address]] nothing entered;

    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit made_slot(Call&& call)
        : manager(made_from<Made>::make(call)),
          entered((static_cast<members_t<M>>(manager).enter(), nothing())) {}
    made_slot(made_slot const&) = delete;
    made_slot& operator=(made_slot const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~made_slot() {}  // NOLINT: inlined, as a defaulted one is not
};

// Not always inlined, and with an argument more than it needs: g++ inlines a call on the way of a
// failure only where the code does not grow by it.
template <class P>
constexpr auto leave(P& members, outcome const&) noexcept(noexcept(members.exit())) {
    return members.exit();
}

/// Calls the exit of a manager that has entered.
template <class Facts, class P, class Entered>
AMBIT_ALWAYS_INLINE constexpr auto exit_entered(
    P& members, [[maybe_unused]] Entered& entered,
    outcome const& o) noexcept(Facts::exit::is_noexcept || Facts::terminates) {
    if constexpr (!Facts::exit::takes_resource) {
        if constexpr (Facts::exit::observes) {
            return members.exit(o);
        } else {
            return detail::leave(members, o);
        }
    } else if constexpr (Facts::enter_is_fallible) {
        if constexpr (Facts::exit::observes) {
            return members.exit(*entered, o);
        } else {
            return members.exit(*entered);
        }
    } else if constexpr (Facts::exit::observes) {
        return members.exit(entered, o);
    } else {
        return members.exit(entered);
    }
}

/// Room for a T that is constructed and destroyed by hand.
template <class T>
union late {
    char none;
    T value;

    constexpr late() noexcept {}  // NOLINT: initialises nothing
    constexpr ~late() {}          // NOLINT: whoever constructed the value destroys it
    late(late const&) = delete;
    late& operator=(late const&) = delete;

    template <class A>
    AMBIT_ALWAYS_INLINE constexpr void construct(A&& a) {
        ::std::construct_at(__builtin_addressof(value), static_cast<A&&>(a));
    }
    AMBIT_ALWAYS_INLINE constexpr void destroy() noexcept(noexcept(value.~T())) { value.~T(); }
};

}  // namespace detail
AMBIT_END

#endif
