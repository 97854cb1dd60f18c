// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPRESS_HPP
#define AMBIT_MANAGERS_SUPPRESS_HPP

#include <ambit/manager/facts.hpp>

AMBIT_BEGIN
namespace detail {

/// Neither enter nor exit does anything: what it suppresses is said by its facts.
template <class Policy>
class [[nodiscard]] suppressor {
public:
    using properties = ::ambit::properties<Policy>;

    constexpr suppressor() noexcept = default;
    constexpr void enter() const noexcept {}
    constexpr void exit() const noexcept {}
};

}  // namespace detail

/// @brief `suppress<E...>()`: a stage that suppresses the failures inside of it that are one of E.
///
/// Resource: none. Facts: `suppresses<E...>`, so an exception of one of these types or derived from
/// one, an error value of exactly one; cancellation with `suppress<ambit::cancelled>()` alone. Its
/// exit does not throw. The block's result says whether the body completed, see `result_t`.
template <class... E>
[[nodiscard]] constexpr detail::suppressor<suppresses<E...>> suppress() noexcept {
    return {};
}

AMBIT_END

#endif
