// SPDX-License-Identifier: BSL-1.0
// Time of runs that return, and of those that fail: pipelines, what is nested by hand and the peers
// in one program, so that their ratios mean something.
#include "../shapes/resources.hpp"
#include "../shapes/table.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

namespace {

void returning(benchmark::State& state, shape const& measured) {
    set_failing(false);
    for (auto _ : state) {
        benchmark::DoNotOptimize(measured.run());
    }
}

void throwing(benchmark::State& state, shape const& measured) {
    set_failing(true);
    for (auto _ : state) {
        try {
            benchmark::DoNotOptimize(measured.run());
        } catch (failure const&) {
        }
    }
    set_failing(false);
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return EXIT_FAILURE;
    }
    for (auto const& each : shapes) {
        auto const name = std::string(each.name) + '/' + std::to_string(each.stages);
        benchmark::RegisterBenchmark(("throwing/" + name).c_str(), throwing, each);
        benchmark::RegisterBenchmark(("returning/" + name).c_str(), returning, each);
    }
    benchmark::RunSpecifiedBenchmarks();
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
