// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_ON_SUCCESS_HPP
#define AMBIT_MANAGERS_ON_SUCCESS_HPP

#include <ambit/managers/support/deferred.hpp>

AMBIT_BEGIN

/// @brief `on_success(f)`: calls `f()` at exit if all inside went well, or what failed was
/// suppressed there.
///
/// f is copied or moved in; what it returns is ignored. Resource: none. Facts: none; it suppresses
/// nothing. Throws at exit what f throws, which is the failure of the run then.
///
/// An f that returns an awaitable is a stage of asynchronous runs, which await that.
inline constexpr detail::deferred_fn<detail::calls_on::success> on_success{};

AMBIT_END

#endif
