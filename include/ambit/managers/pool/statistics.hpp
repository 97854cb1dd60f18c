// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_STATISTICS_HPP
#define AMBIT_MANAGERS_POOL_STATISTICS_HPP

#include <ambit/version.hpp>

#include <cstddef>
#include <cstdint>

AMBIT_BEGIN

/// @brief How a pool stands at one moment, and what it has done so far.
struct pool_statistics {
    /// @brief The most resources that may exist at once.
    ::std::size_t bound = 0;
    /// @brief Resources that exist, those being made or destroyed included; never above `bound`.
    ::std::size_t open = 0;
    /// @brief Open, and free to be leased.
    ::std::size_t idle = 0;
    /// @brief Open, and not idle: with a lease, being made or being destroyed.
    ::std::size_t leased = 0;
    /// @brief Who waits in the queue.
    ::std::size_t waiting = 0;
    /// @brief Whether `close` was called.
    bool closed = false;

    /// @brief Leases that were given a resource.
    ::std::uint64_t leases = 0;
    /// @brief Leases that had to wait in the queue, whatever came of it.
    ::std::uint64_t waits = 0;
    /// @brief Resources that the factory made.
    ::std::uint64_t created = 0;
    /// @brief Calls of the factory that threw.
    ::std::uint64_t failures = 0;
    /// @brief Resources that were destroyed when they came back, since they were broken or the
    /// predicate threw.
    ::std::uint64_t discarded = 0;
    /// @brief Leases that threw `pool_timeout`.
    ::std::uint64_t timeouts = 0;
};

AMBIT_END

#endif
