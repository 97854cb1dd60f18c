// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_RESOURCES_HPP
#define AMBIT_RUN_RESOURCES_HPP

#include <ambit/pipeline/layout.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

template <class R>
struct pointer_cell {
    R* pointer = nullptr;
};
template <class O>
struct resource_pointer : pointer_cell<typename O::resource> {};
/// A stage that has several resources has one pointer, to all of them.
template <class O>
struct pointer_to {
    using type = resource_pointer<O>;
};
template <::std::size_t Place>
struct pointed_to_before {};
template <::std::size_t I, class Pack, ::std::size_t K, class R>
struct pointer_to<offered_part<I, Pack, K, R>> {
    using type = pointed_to_before<I + (K << 16U)>;
};
template <::std::size_t I, class Pack, ::std::size_t K, class R>
    requires(K == Pack::first)
struct pointer_to<offered_part<I, Pack, K, R>> {
    using type = resource_pointer<offered<I, Pack>>;
};
/// In place of the pointer to a resource that nobody takes.
struct untaken {};

template <class O>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename O::resource& resource_at(
    resource_pointer<O> const& at) noexcept {
    return *at.pointer;
}
template <class O>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr typename O::resource& resource_at(
    resource_pointer<offered<O::index, typename O::pack>> const& at) noexcept {
    return at.pointer->template get<O::part>();
}
/// Makes a resource known to those inside: what enter returned, or, if that may fail by value, what
/// it holds. One function for all resources of a type.
template <bool Fallible, class R, class Entered>
AMBIT_ALWAYS_INLINE constexpr void publish(pointer_cell<R>& at, Entered& entered) noexcept {
    if constexpr (Fallible) {
        at.pointer = __builtin_addressof(*entered);
    } else {
        at.pointer = __builtin_addressof(entered);
    }
}
template <bool Fallible, class Entered>
AMBIT_ALWAYS_INLINE constexpr void publish(untaken&, Entered&) noexcept {}

/// Where the resources of entered stages are, for the body and the factories inside. Functions take
/// the pointer of one stage and not the table, whose name grows with the number of stages.
template <class Offered>
struct resource_table;
template <class... O>
struct resource_table<list<O...>> : untaken, pointer_to<O>::type... {
    /// The base that has the pointer to a resource which is not part of several.
    template <class Offered>
    using place_of = resource_pointer<Offered>;
};

/// The resources that the factory of a stage takes, if it is one.
template <bool Made>
struct taken_by_stage {
    template <class Classified>
    using type = typename Classified::binding::taken;
};
template <>
struct taken_by_stage<false> {
    template <class Classified>
    using type = list<>;
};

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
