// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_RESOURCES_HPP
#define AMBIT_RUN_RESOURCES_HPP

#include <ambit/pipeline/layout.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

template <class O>
struct resource_pointer {
    typename O::resource* pointer = nullptr;
};
/// Where the resources of entered stages are, for the body and the factories inside.
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

template <class E>
[[nodiscard]] consteval auto taken_by_factory() {
    if constexpr (E::classified::made_by_factory) {
        return typename E::classified::binding::taken();
    } else {
        return list<>();
    }
}

/// A set of stages, by index.
template <::std::size_t Size>
struct index_set {
    bool has[Size + 1] = {};
    template <class... O>
    constexpr void add(list<O...>) noexcept {
        ((has[O::index] = true), ...);
    }
};

}  // namespace detail
AMBIT_END

#endif
