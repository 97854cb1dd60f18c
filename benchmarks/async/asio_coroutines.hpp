// SPDX-License-Identifier: BSL-1.0
// Runs that are `boost::asio::awaitable`, whoever wrote them.
#ifndef AMBIT_BENCHMARKS_ASYNC_ASIO_COROUTINES_HPP
#define AMBIT_BENCHMARKS_ASYNC_ASIO_COROUTINES_HPP

#include "asio_resource.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

struct asio_coroutines {
    using task = boost::asio::awaitable<int>;
    using resource = asio_resource<boost::asio::deferred_t>;
};

#endif
