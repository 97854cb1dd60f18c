// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_RAII_HPP
#define AMBIT_WRITE_RAII_HPP

#include <ambit/manager/with.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class Make>
class [[nodiscard]] raii_manager {
public:
    template <class M>
    [[nodiscard]] constexpr raii_manager(in_place_t, M&& make) : make_(static_cast<M&&>(make)) {}

    template <class M = Make>
    constexpr auto enter() noexcept(::std::is_nothrow_invocable_v<M&>)
        -> decltype(::std::declval<M&>()()) {
        return make_();
    }
    template <class M = Make const>
    constexpr auto enter() const noexcept(::std::is_nothrow_invocable_v<M&>)
        -> decltype(::std::declval<M&>()()) {
        return make_();
    }
    constexpr void exit() const noexcept {}

private:
    [[no_unique_address]] Make make_;
};

struct raii_fn {
    template <class Make>
    [[nodiscard]] constexpr auto operator()(Make&& make) const {
        return raii_manager<::std::decay_t<Make>>(in_place, static_cast<Make&&>(make));
    }
};

}  // namespace detail

/// @brief `raii(f)`: a manager whose resource is the object that `f()` returns, constructed in
/// place when the stage is entered and released by its destructor when it exits. Facts: none.
inline constexpr detail::raii_fn raii{};

AMBIT_END

#endif
