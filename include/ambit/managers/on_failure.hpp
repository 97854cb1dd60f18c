// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_ON_FAILURE_HPP
#define AMBIT_MANAGERS_ON_FAILURE_HPP

#include <ambit/managers/support/deferred.hpp>

AMBIT_BEGIN

/// @brief `on_failure(f)`: calls `f()` at exit on a failure, thrown or by value, and on a
/// cancellation: what undoes on the one undoes on the other.
///
/// f is copied or moved in; what it returns is ignored. Resource: none. Facts: none; it suppresses
/// nothing. What f throws at exit is set aside, unless `with` gives another policy, see
/// `on_exit_error`.
///
/// An f that returns an awaitable is a stage of asynchronous runs, which await that. If such a run
/// is destroyed while suspended f is not called.
inline constexpr detail::deferred_fn<detail::calls_on::failure> on_failure{};

AMBIT_END

#endif
