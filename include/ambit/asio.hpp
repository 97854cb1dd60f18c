// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_HPP
#define AMBIT_ASIO_HPP

// Asynchronous runs on Boost.Asio, and managers for what it has. First, and out of order, the
// headers whose asserts users meet; see ambit.hpp.

#include <ambit/pipeline/pipeline.hpp>
#include <ambit/run/run.hpp>
#include <ambit/run/wrap.hpp>

#include <ambit/analysis/check.hpp>
#include <ambit/async/run.hpp>

#include <ambit/asio/around.hpp>
#include <ambit/asio/both.hpp>
#include <ambit/asio/defer.hpp>
#include <ambit/asio/lease.hpp>
#include <ambit/asio/managed.hpp>
#include <ambit/asio/mutex.hpp>
#include <ambit/asio/tcp_acceptor.hpp>
#include <ambit/asio/tcp_connection.hpp>
#include <ambit/asio/tcp_session.hpp>
#include <ambit/asio/timer.hpp>
#include <ambit/asio/traits.hpp>
#include <ambit/asio/within.hpp>
#include <ambit/coroutine.hpp>

#endif
