// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_HPP
#define AMBIT_ASIO_HPP

// Asynchronous runs on Boost.Asio, and managers for what it has.

#include <ambit/asio/both.hpp>
#include <ambit/asio/mutex.hpp>
#include <ambit/asio/tcp_acceptor.hpp>
#include <ambit/asio/tcp_connection.hpp>
#include <ambit/asio/tcp_session.hpp>
#include <ambit/asio/timer.hpp>
#include <ambit/asio/traits.hpp>
#include <ambit/asio/within.hpp>
#include <ambit/coroutine.hpp>

#endif
