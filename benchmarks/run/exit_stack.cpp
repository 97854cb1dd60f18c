// SPDX-License-Identifier: BSL-1.0
// Time to register callables and to call them in reverse: on an exit_stack, and in a vector of
// std::function that is unwound by hand. An entry refers to two objects, as clean-ups do.
#include <ambit/ambit.hpp>
#include <ambit/stack/exit_stack.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <functional>
#include <vector>

namespace {

struct ledger {
    long long open = 0;
    void close(int item) noexcept { open -= item; }
};

void by_hand(benchmark::State& state) {
    int const entries = static_cast<int>(state.range(0));
    ledger all;
    for (auto _ : state) {
        std::vector<std::function<void()>> cleanups;
        for (int i = 0; i != entries; ++i) {
            all.open += i;
            cleanups.emplace_back([&all, i] { all.close(i); });
        }
        while (!cleanups.empty()) {
            auto const last = std::move(cleanups.back());
            cleanups.pop_back();
            last();
        }
        benchmark::DoNotOptimize(all.open);
    }
}

void on_a_stack(benchmark::State& state) {
    int const entries = static_cast<int>(state.range(0));
    ledger all;
    for (auto _ : state) {
        ambit::exit_stack<> cleanups;
        for (int i = 0; i != entries; ++i) {
            all.open += i;
            cleanups.defer([&all, i] { all.close(i); });
        }
        cleanups.close();
        benchmark::DoNotOptimize(all.open);
    }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return EXIT_FAILURE;
    }
    for (int const entries : {1, 10, 100, 10'000}) {
        benchmark::RegisterBenchmark("by_hand", by_hand)->Arg(entries);
        benchmark::RegisterBenchmark("on_a_stack", on_a_stack)->Arg(entries);
    }
    benchmark::RunSpecifiedBenchmarks();
}
