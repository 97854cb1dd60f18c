// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_SLOT_HPP
#define AMBIT_RUN_SLOT_HPP

#include <ambit/analysis/traits.hpp>
#include <ambit/pipeline/layout.hpp>

#include <optional>  // for std::construct_at, which <memory> would bring at four times the cost
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// Keeps what entering a manager returns, constructed in place: an object, a reference, or nothing.
template <class T>
struct held {
    T value;
    template <class Members>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Members&& m) : value(m.enter()) {}
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return value; }
};
template <class T>
struct held<T&> {
    T* value;
    template <class Members>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Members&& m)
        : value(__builtin_addressof(m.enter())) {}
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr T& get() const noexcept { return *value; }
};
template <>
struct held<void> {
    template <class Members>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Members&& m) {
        m.enter();
    }
};

/// A manager that has been entered: constructing the slot enters, its member is what that brought.
/// The exit is called by whoever holds the slot, who then destroys it.
/// @tparam M the manager, maybe const. Nothing else: short names of types cost less to compile.
template <class M>
struct slot {
    using facts = manager_facts<M>;
    using entered_type = entered_t<sync_form, M>;
    static constexpr bool has_resource = !::std::is_void_v<resource_t<M>>;
    static constexpr bool fallible = facts::enter_is_fallible;

    [[no_unique_address]] held<entered_type> entered;

    AMBIT_ALWAYS_INLINE constexpr explicit slot(M& m) : entered(detail::members(m)) {}
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;
    constexpr ~slot() = default;

    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr bool has_entered() noexcept {
        if constexpr (fallible) {
            return static_cast<bool>(entered.get().has_value());
        } else {
            return true;
        }
    }
    /// Requires: that it has entered.
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& resource() noexcept
        requires has_resource
    {
        if constexpr (fallible) {
            return *entered.get();
        } else {
            return entered.get();
        }
    }
    AMBIT_ALWAYS_INLINE constexpr auto exit(M& m,
                                            outcome const& o) noexcept(facts::exit::is_noexcept ||
                                                                       facts::terminates) {
        auto&& members = detail::members(m);
        if constexpr (facts::exit::observes && facts::exit::takes_resource) {
            return members.exit(resource(), o);
        } else if constexpr (facts::exit::observes) {
            return members.exit(o);
        } else if constexpr (facts::exit::takes_resource) {
            return members.exit(resource());
        } else {
            return leave(members, o);
        }
    }

private:
    // Not always inlined, and with an argument more than it needs: g++ inlines a call on the way of
    // a failure only where the code does not grow by it.
    template <class P>
    static constexpr auto leave(P&& p, outcome const&) noexcept(noexcept(p.exit())) {
        return p.exit();
    }
};

/// A manager that a factory made, constructed in place, and entered.
/// @tparam Made the manager, or a reference to one.
template <class Made>
struct made_slot {
    Made manager;
    slot<::std::remove_reference_t<Made>> inner;

    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit made_slot(Call&& call)
        : manager(made_from<Made>::make(call)), inner(manager) {}
    made_slot(made_slot const&) = delete;
    made_slot& operator=(made_slot const&) = delete;
    AMBIT_ALWAYS_INLINE constexpr ~made_slot() {}  // NOLINT: inlined, as a defaulted one is not
};

template <class M>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr slot<M>& entered_in(slot<M>& s) noexcept {
    return s;
}
template <class Made>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& entered_in(made_slot<Made>& s) noexcept {
    return s.inner;
}
/// The manager of a slot: the one in the pipeline, or the one that was made.
template <class M>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr M& manager_of(slot<M>&, M& source) noexcept {
    return source;
}
template <class Made, class Source>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& manager_of(made_slot<Made>& s, Source&) noexcept {
    return s.manager;
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
