// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_HPP
#define AMBIT_ASIO_HPP

// Asynchronous runs on Boost.Asio, and managers for what it has.

#include <ambit/asio/both.hpp>
#include <ambit/asio/outcome.hpp>
#include <ambit/asio/traits.hpp>
#include <ambit/asio/within.hpp>
#include <ambit/coroutine.hpp>

#endif
