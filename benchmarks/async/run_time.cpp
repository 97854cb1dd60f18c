// SPDX-License-Identifier: BSL-1.0
// Time and allocations of asynchronous runs whose body returns, and of ones whose body throws: all
// in one program, so that their ratios mean something.
#include "allocations.hpp"
#include "shapes.hpp"
#include "tasks.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

namespace {

template <class Kind>
void call(async_shape<Kind> const& each) {
    try {
        benchmark::DoNotOptimize(drive(each.run()));
    } catch (failure const&) {
    }
}

template <class Kind>
void measure(benchmark::State& state, async_shape<Kind> const& measured, bool failing) {
    set_failing(failing);
    for (auto _ : state) {
        call(measured);
    }
    long const before = allocations_made;
    call(measured);
    state.counters["allocations"] = static_cast<double>(allocations_made - before);
    set_failing(false);
}

template <class Kind>
void add(std::string const& wait) {
    for_each_shape<Kind>([&](async_shape<Kind> const& each) {
        auto const name = wait + '/' + each.name + '/' + std::to_string(each.stages);
        benchmark::RegisterBenchmark(("returning/" + name).c_str(), measure<Kind>, each, false);
        benchmark::RegisterBenchmark(("throwing/" + name).c_str(), measure<Kind>, each, true);
    });
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return EXIT_FAILURE;
    }
    add<tasks<ready>>("ready");
    add<tasks<posted>>("posted");
    benchmark::RunSpecifiedBenchmarks();
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
