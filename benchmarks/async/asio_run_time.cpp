// SPDX-License-Identifier: BSL-1.0
// Time and allocations of asynchronous runs on Asio: in a coroutine that nobody can cancel, and in
// one whose cancellation slot is connected, where a pipeline shields its exits.
#include "allocations.hpp"
#include "asio_coroutines.hpp"
#include "shapes.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;
using shape = async_shape<asio_coroutines>;

asio::awaitable<void> call(shape const& each) {
    try {
        auto run = each.run();
        int const result = co_await std::move(run);
        benchmark::DoNotOptimize(result);
    } catch (failure const&) {
    }
}

asio::awaitable<void> calls(benchmark::State& state, shape const& each) {
    for (auto _ : state) {
        auto run = call(each);
        co_await std::move(run);
    }
    long const before = allocations_made;
    auto run = call(each);
    co_await std::move(run);
    // One is the coroutine that calls.
    state.counters["allocations"] = static_cast<double>(allocations_made - before - 1);
}

void measure(benchmark::State& state, shape const& each, bool cancellable, bool failing) {
    set_failing(failing);
    asio::io_context io(1);
    asio::cancellation_signal signal;
    auto const slot = cancellable ? signal.slot() : asio::cancellation_slot();
    asio::co_spawn(io, calls(state, each), asio::bind_cancellation_slot(slot, asio::detached));
    io.run();
    set_failing(false);
}

void add(shape const& each, char const* who, bool cancellable) {
    auto const name = std::string(who) + '/' + std::to_string(each.stages);
    for (bool const failing : {false, true}) {
        auto const path = failing ? "throwing/" : "returning/";
        benchmark::RegisterBenchmark((path + name).c_str(), measure, each, cancellable, failing);
    }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return EXIT_FAILURE;
    }
    for (auto const& each : shapes_of_ambit<asio_coroutines>.all) {
        add(each, "ambit", false);
        add(each, "ambit, shielded", true);
    }
    for (auto const& author : shapes_by_hand<asio_coroutines>) {
        for (auto const& each : author.all) {
            add(each, each.name, false);
        }
    }
    benchmark::RunSpecifiedBenchmarks();
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
