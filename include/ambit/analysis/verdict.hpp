// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_VERDICT_HPP
#define AMBIT_ANALYSIS_VERDICT_HPP

#include <ambit/version.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// What a rule says of a pipeline.
struct verdict {
    bool holds = true;
    ::std::size_t index = 0;
    char const* text = "";
};

}  // namespace detail

/// @brief The rule holds.
inline constexpr detail::verdict pass{};

/// @brief The rule is violated by the stage of that index; the text says why and how to mend it.
[[nodiscard]] constexpr detail::verdict fail(::std::size_t index, char const* text) noexcept {
    return {false, index, text};
}

AMBIT_END

#endif
