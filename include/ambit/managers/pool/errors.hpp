// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_ERRORS_HPP
#define AMBIT_MANAGERS_POOL_ERRORS_HPP

#include <ambit/version.hpp>

#include <exception>

AMBIT_BEGIN

/// @brief Thrown by entering a lease of a pool: its time was up before a resource was free.
class pool_timeout : public ::std::exception {
public:
    [[nodiscard]] char const* what() const noexcept override {
        return "ambit::pool: no resource became free in time";
    }
};

/// @brief Thrown by entering a lease of a pool: the pool was closed.
class pool_closed : public ::std::exception {
public:
    [[nodiscard]] char const* what() const noexcept override {
        return "ambit::pool: the pool is closed";
    }
};

AMBIT_END

#endif
