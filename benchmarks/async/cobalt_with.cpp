// SPDX-License-Identifier: BSL-1.0
// The same runs by `boost::cobalt::with`, one inside the other: linked to asio_run_time.cpp where
// Boost has Cobalt (1.84 on), with as few coroutines as there can be.
#include "allocations.hpp"
#include "asio_resource.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/cobalt/op.hpp>
#include <boost/cobalt/spawn.hpp>
#include <boost/cobalt/task.hpp>
#include <boost/cobalt/this_thread.hpp>
#include <boost/cobalt/with.hpp>

#include <exception>
#include <string>

namespace {

namespace asio = boost::asio;
namespace cobalt = boost::cobalt;
using resource = asio_resource<cobalt::use_op_t>;

/// Opens what is missing, one inside the other; `with` yields nothing, so the result is passed in.
template <int Stages, class... Handle>
cobalt::task<void> nest(int& result, Handle... outer) {
    resource const r(sizeof...(outer));
    int const opened = co_await r.open();
    // What is given to `with` is named before: g++ 12 destroys closures twice that are temporaries
    // in the operand of co_await.
    auto const close = [r](int handle, std::exception_ptr const& failure) {
        return r.close(handle, failure != nullptr);
    };
    if constexpr (sizeof...(outer) + 1 == Stages) {
        auto const use = [&result, outer...](int handle) { result = work(outer..., handle); };
        co_await cobalt::with(opened, use, close);
    } else {
        auto const inside = [&result, outer...](int handle) {
            return nest<Stages>(result, outer..., handle);
        };
        co_await cobalt::with(opened, inside, close);
    }
}

template <int Stages>
cobalt::task<void> call() {
    try {
        int result = 0;
        co_await nest<Stages>(result);
        benchmark::DoNotOptimize(result);
    } catch (failure const&) {
    }
}

template <int Stages>
cobalt::task<void> calls(benchmark::State& state) {
    for (auto _ : state) {
        co_await call<Stages>();
    }
    long const before = allocations_made;
    co_await call<Stages>();
    // One is the coroutine that calls.
    state.counters["allocations"] = static_cast<double>(allocations_made - before - 1);
}

template <int Stages>
void measure(benchmark::State& state, bool failing) {
    set_failing(failing);
    asio::io_context io(1);
    cobalt::this_thread::set_executor(io.get_executor());
    cobalt::spawn(io, calls<Stages>(state), asio::detached);
    io.run();
    set_failing(false);
}

template <int Stages>
bool add() {
    auto const name = "/cobalt::with/" + std::to_string(Stages);
    benchmark::RegisterBenchmark(("returning" + name).c_str(), measure<Stages>, false);
    benchmark::RegisterBenchmark(("throwing" + name).c_str(), measure<Stages>, true);
    return true;
}
[[maybe_unused]] bool const added[] = {add<1>(), add<2>(), add<4>(), add<8>(), add<16>()};

}  // namespace
