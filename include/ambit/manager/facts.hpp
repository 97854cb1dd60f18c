// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_FACTS_HPP
#define AMBIT_MANAGER_FACTS_HPP

#include <ambit/version.hpp>

#include <type_traits>

AMBIT_BEGIN

/// @brief The facts that a manager states: `using properties = ambit::properties<...>;`.
/// @tparam Fact the facts below, or empty types of the user's own, which rules may look for.
template <class... Fact>
struct properties {};

/// @brief The failures that a manager may suppress: an exception of one of these types or derived
/// from one, an error value of exactly one of these types. Cancellation is suppressed only where
/// `suppresses<ambit::cancelled>` stands.
template <class... E>
struct suppresses {};

/// @brief The manager may suppress any failure but a cancellation.
struct suppresses_everything {};

/// @brief With a failure in flight, what a failing exit throws is set aside (the default).
struct keep_first {};
/// @brief What a failing exit throws becomes the failure and the one in flight is set aside.
struct keep_last {};
/// @brief The failure becomes one `aggregate_error` that lists all.
struct aggregate {};
/// @brief An exception that leaves this exit calls `std::terminate`, as from a destructor.
struct terminate {};

namespace detail {
template <class P>
concept failure_policy = ::std::is_same_v<P, keep_first> || ::std::is_same_v<P, keep_last> ||
                         ::std::is_same_v<P, aggregate> || ::std::is_same_v<P, terminate>;
}  // namespace detail

/// @brief What happens when this manager's exit throws while a failure is in flight.
template <detail::failure_policy P>
struct on_exit_error {};

/// @brief Each R must be the resource of a stage outside this one.
template <class... R>
struct needs {};

/// @brief Commits on success and rolls back on failure, so no failure may be hidden from it.
struct transactional {};
/// @brief Must be exited on the thread that entered it (a mutex's lock): no suspension inside.
struct thread_bound {};
/// @brief `enter()` may block the thread: not for asynchronous runs.
struct blocking {};
/// @brief Lock levels strictly increase inwards.
template <int N>
struct lock_level {};
/// @brief At most one stage of a pipeline carries the same Tag.
template <class Tag>
struct exclusive {};
/// @brief Can be entered once in its life.
struct single_use {};
/// @brief Says that the author knows of the rule and means it.
template <class Rule>
struct acknowledges {};

/// @brief The cancellation that synchronous runs and `task` know. Not derived from
/// `std::exception`, so that `catch (std::exception const&)` does not swallow it by accident.
struct cancelled {};

AMBIT_END

#endif
