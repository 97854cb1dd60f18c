// SPDX-License-Identifier: BSL-1.0
// Compiled with BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING, so that frames are allocated one by
// one; what else Asio allocates it recycles, and so all is run twice and counted once.
#ifndef AMBIT_TESTS_ASIO_COUNT_FRAMES_HPP
#define AMBIT_TESTS_ASIO_COUNT_FRAMES_HPP

#include <asio/stages.hpp>
#include <support/allocations.hpp>

#include <boost/asio/detached.hpp>

#include <utility>

namespace test {

/// Of two equal runs, counts what the second one allocates, its managers included.
/// @param make called with the context, gives the block.
template <class Make>
asio::awaitable<void> count_second(asio::io_context& io, Make make, int& counted) {
    for (int i = 0; i != 2; ++i) {
        allocations count;
        counting = &count;
        auto run = ambit::async_run(make(io));
        co_await std::move(run);
        counting = nullptr;
        counted = count.made;
    }
}
/// Where nobody can cancel: a spawned coroutine that no slot is bound to.
template <class Make>
int allocated(Make make) {
    asio::io_context io;
    int counted = -1;
    asio::co_spawn(io, count_second(io, make, counted), asio::detached);
    io.run();
    return counted;
}

}  // namespace test

#endif
