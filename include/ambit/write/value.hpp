// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_VALUE_HPP
#define AMBIT_WRITE_VALUE_HPP

#include <ambit/manager/with.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class T>
class [[nodiscard]] value_manager {
public:
    using kept_resource = T;

    template <class X>
    [[nodiscard]] constexpr value_manager(in_place_t, X&& x) : value_(static_cast<X&&>(x)) {}

    constexpr T& enter() noexcept { return value_; }
    constexpr T const& enter() const noexcept { return value_; }
    constexpr void exit() const noexcept {}

private:
    [[no_unique_address]] T value_;
};

struct value_fn {
    template <class X>
    [[nodiscard]] constexpr auto operator()(X&& x) const {
        return value_manager<::std::decay_t<X>>(in_place, static_cast<X&&>(x));
    }
};

}  // namespace detail

/// @brief `value(v)`: a stage that offers a copy of v, or v moved in, to those inside and to the
/// body. Its resource is a reference to that; entering and exiting do nothing. Facts: none.
inline constexpr detail::value_fn value{};

AMBIT_END

#endif
