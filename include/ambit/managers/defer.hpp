// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_DEFER_HPP
#define AMBIT_MANAGERS_DEFER_HPP

#include <ambit/managers/support/deferred.hpp>

AMBIT_BEGIN

/// @brief `defer(f)`: calls `f()` at exit, however the run went.
///
/// f is copied or moved in; what it returns is ignored. Resource: none. Facts: none; it suppresses
/// nothing. Throws at exit what f throws; where f is noexcept, so is the exit, which costs no more
/// than a destructor.
///
/// An f that returns an awaitable is a stage of asynchronous runs, which await that. If such a run
/// is destroyed while suspended f is not called.
inline constexpr detail::deferred_fn<detail::calls_on::exit> defer{};

AMBIT_END

#endif
