// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_STAGE_HPP
#define AMBIT_ANALYSIS_STAGE_HPP

#include <ambit/manager/with.hpp>

#include <cstddef>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// The manager of a stage that could not be determined, since a factory cannot be called.
struct undetermined {};

}  // namespace detail

/// @brief One stage of a pipeline, as rules see it: all is types.
/// @tparam I its index; 0 is the outermost.
/// @tparam M its manager, with the facts that `with` gave.
template <::std::size_t I, class M>
struct stage {
    static constexpr ::std::size_t index = I;
    /// The manager itself; a factory's is the manager it makes.
    using manager_type = detail::bare_t<M>;
    using resource_type = resource_t<M>;
    using properties = properties_of<M>;

    using judged_ = M;  // for the library's own rules
};
template <::std::size_t I>
struct stage<I, detail::undetermined> {
    static constexpr ::std::size_t index = I;
    using manager_type = detail::undetermined;
    using resource_type = detail::undetermined;
    using properties = ::ambit::properties<>;

    using judged_ = detail::undetermined;
};

namespace detail {

template <class X>
struct facts {
    using type = properties_of<X>;
};
template <class X>
struct facts<X const> : facts<X> {};
template <class X>
struct facts<X&> : facts<X> {};
template <class X>
struct facts<X&&> : facts<X> {};
template <::std::size_t I, class M>
struct facts<stage<I, M>> {
    using type = typename stage<I, M>::properties;
};

}  // namespace detail

/// @brief The facts of a stage or a manager, as `properties<...>`; those given by `with` included.
template <class X>
using facts_of = typename detail::facts<X>::type;

/// @brief Whether the stage or manager X states the fact F.
template <class X, class F>
inline constexpr bool has_fact = detail::contains<facts_of<X>, F>;

AMBIT_END

#endif
