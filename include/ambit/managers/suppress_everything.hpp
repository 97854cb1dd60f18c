// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPRESS_EVERYTHING_HPP
#define AMBIT_MANAGERS_SUPPRESS_EVERYTHING_HPP

#include <ambit/managers/suppress.hpp>

AMBIT_BEGIN

/// @brief `suppress_everything()`: a stage that suppresses every failure inside of it but a
/// cancellation.
///
/// Resource: none. Facts: `suppresses_everything`. Its exit does not throw. The block's result says
/// whether the body completed, see `result_t`.
[[nodiscard]] constexpr detail::suppressor<suppresses_everything> suppress_everything() noexcept {
    return {};
}

AMBIT_END

#endif
