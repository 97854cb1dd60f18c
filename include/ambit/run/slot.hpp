// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_SLOT_HPP
#define AMBIT_RUN_SLOT_HPP

#include <ambit/analysis/traits.hpp>
#include <ambit/pipeline/layout.hpp>

#include <optional>  // for std::construct_at, which <memory> would bring at four times the cost
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// Keeps what a call returns, constructed in place: an object, a reference, or nothing.
template <class T>
struct held {
    T value;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Call&& call) : value(call()) {}
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return value; }
};
template <class T>
struct held<T&> {
    T* value;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Call&& call) : value(__builtin_addressof(call())) {}
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr T& get() const noexcept { return *value; }
};
template <>
struct held<void> {
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr explicit held(Call&& call) {
        call();
    }
};

/// Where the stage that E describes is kept.
template <class E, class Stages>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename E::source& source_of(Stages& stages) noexcept {
    using storage = ::std::conditional_t<::std::is_const_v<Stages>, typename E::storage const,
                                         typename E::storage>;
    return static_cast<storage&>(stages).stage;
}

/// Where the resources of entered stages are, for the body and the factories inside.
template <class O>
struct resource_pointer {
    typename O::resource* pointer = nullptr;
};
template <class Offered>
struct resource_table;
template <class... O>
struct resource_table<list<O...>> : resource_pointer<O>... {
    template <class Offered>
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename Offered::resource& get(
        Offered) const noexcept {
        return *static_cast<resource_pointer<Offered> const&>(*this).pointer;
    }
    template <class Offered>
    AMBIT_ALWAYS_INLINE constexpr void set(Offered, typename Offered::resource& r) noexcept {
        static_cast<resource_pointer<Offered>&>(*this).pointer = __builtin_addressof(r);
    }
};

/// The manager of a stage: as it is kept in the pipeline, or made by a factory when it is entered.
template <class E, bool MadeByFactory = E::classified::made_by_factory>
struct manager_at {
    template <class Stages, class Table>
    AMBIT_ALWAYS_INLINE constexpr manager_at(Stages&, Table&) noexcept {}
    template <class Stages>
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename E::manager& get(
        Stages& stages) const noexcept {
        return detail::source_of<E>(stages);
    }
};
template <class E>
struct manager_at<E, true> {
    using made = typename E::classified::made;
    held<made> manager;

    template <class Stages, class Table>
    AMBIT_ALWAYS_INLINE constexpr manager_at(Stages& stages, Table& table)
        : manager([&]() -> made {
              return made_from<made>::make([&]() -> decltype(auto) {
                  return E::classified::binding::call(
                      detail::bare_reference(detail::source_of<E>(stages)), table);
              });
          }) {}
    template <class Stages>
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename E::manager& get(Stages&) noexcept {
        return manager.get();
    }
};

/// A stage that has been entered: constructing it enters, its members are what that brought. The
/// exit is called by whoever holds the slot, who then destroys it.
template <class E>
struct slot {
    using facts = manager_facts<typename E::manager>;
    using entered_type = entered_t<sync_form, typename E::manager>;
    static constexpr bool has_resource = !::std::is_void_v<typename E::resource>;
    static constexpr bool fallible = [] {
        if constexpr (::std::is_object_v<entered_type>) {
            return expected_resource<entered_type>;
        } else {
            return false;
        }
    }();

    [[no_unique_address]] manager_at<E> manager;
    [[no_unique_address]] held<entered_type> entered;

    template <class Stages, class Table>
    AMBIT_ALWAYS_INLINE constexpr slot(Stages& stages, Table& table)
        : manager(stages, table), entered([&]() -> entered_type {
              return sync_form::enter(detail::members(manager.get(stages)));
          }) {}
    slot(slot const&) = delete;
    slot& operator=(slot const&) = delete;
    constexpr ~slot() = default;

    /// Requires: for a fallible stage, that it entered.
    [[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto& resource() noexcept
        requires has_resource
    {
        if constexpr (fallible) {
            return *entered.get();
        } else {
            return entered.get();
        }
    }
    template <class Table>
    AMBIT_ALWAYS_INLINE constexpr void publish(Table& table) noexcept {
        if constexpr (has_resource) {
            table.set(offered<E::index, typename E::resource>(), resource());
        }
    }
    template <class Stages>
    AMBIT_ALWAYS_INLINE constexpr auto exit(Stages& stages, outcome const& o) noexcept(
        facts::exit::is_noexcept || facts::terminates) {
        return facts::exit::call(detail::members(manager.get(stages)), resource_call{*this}, o);
    }

private:
    struct resource_call {
        slot& self;
        AMBIT_ALWAYS_INLINE constexpr auto& operator()() const noexcept { return self.resource(); }
    };
};

/// Room for a T that is constructed and destroyed by hand.
template <class T>
union late {
    char none;
    T value;

    constexpr late() noexcept : none() {}
    constexpr ~late() {}  // NOLINT: whoever constructed the value destroys it
    late(late const&) = delete;
    late& operator=(late const&) = delete;

    template <class... A>
    AMBIT_ALWAYS_INLINE constexpr T& construct(A&... a) {
        return *::std::construct_at(__builtin_addressof(value), a...);
    }
    AMBIT_ALWAYS_INLINE constexpr void destroy() noexcept(::std::is_nothrow_destructible_v<T>) {
        value.~T();
    }
};

}  // namespace detail
AMBIT_END

#endif
