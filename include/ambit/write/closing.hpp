// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_CLOSING_HPP
#define AMBIT_WRITE_CLOSING_HPP

#include <ambit/manager/with.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// @tparam X what is closed: kept here, or a reference to it.
template <class X>
class [[nodiscard]] closing_manager {
    using target = ::std::remove_reference_t<X>;

public:
    using kept_resource = ::std::conditional_t<::std::is_reference_v<X>, void, X>;

    template <class Y>
    [[nodiscard]] constexpr closing_manager(in_place_t, Y&& x) : x_(static_cast<Y&&>(x)) {}

    [[nodiscard]] constexpr target& enter() noexcept { return x_; }
    [[nodiscard]] constexpr auto& enter() const noexcept { return x_; }
    template <class T = target>
    constexpr auto exit(T& x) const noexcept(noexcept(x.close()))
        -> decltype(static_cast<void>(x.close())) {
        static_cast<void>(x.close());
    }

private:
    X x_;
};

struct closing_fn {
    template <class X>
    [[nodiscard]] constexpr auto operator()(X&& x) const {
        return closing_manager<stored_t<X>>(in_place, static_cast<X&&>(x));
    }
};

}  // namespace detail

/// @brief `closing(x)`: a manager whose resource is x, an lvalue by reference, an rvalue moved in,
/// and whose exit calls `x.close()`; what that returns is ignored. Facts: none.
inline constexpr detail::closing_fn closing{};

AMBIT_END

#endif
