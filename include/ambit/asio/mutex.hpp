// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_MUTEX_HPP
#define AMBIT_ASIO_MUTEX_HPP

#include <ambit/asio/semaphore.hpp>

AMBIT_BEGIN

/// @brief A mutex for coroutines of any threads, strands and contexts: `scope(m.lease())`.
///
/// Belongs to the run that holds it, not to a thread: it may be held across suspensions, where a
/// `std::mutex` is the error [ambit.suspend]. First come, first served; not recursive.
///
/// Requires: it outlives every run that leases it, also those that end with their execution
/// context: declare it before the context.
class async_mutex {
public:
    /// @brief The resource of a lease: it holds the mutex until `release()` or its end.
    using lock = async_semaphore::permit;

    /// @brief The lock if the mutex is free now, else none.
    [[nodiscard]] lock try_lock() noexcept { return one_.try_acquire(); }

    /// @brief A manager that holds the mutex: see `async_semaphore::basic_lease` for what it does
    /// when it is cancelled. Facts: none; not bound to a thread.
    /// @tparam Executor that of the coroutines, as in `boost::asio::awaitable<T, Executor>`.
    template <class Executor = ::boost::asio::any_io_executor>
    [[nodiscard]] auto lease() noexcept {
        return one_.template lease<Executor>();
    }

private:
    async_semaphore one_{1};
};

AMBIT_END

#endif
