// SPDX-License-Identifier: BSL-1.0
// Runs every shape for callgrind, which writes a dump for each: instructions do not vary with the
// machine's load. One call before the counting leaves lazy binding and caches of the unwinder out;
// what a call of nothing takes, instructions.py subtracts.
#include "../shapes/resources.hpp"
#include "../shapes/table.hpp"

#include <valgrind/callgrind.h>

#include <cstdlib>
#include <string>

namespace {

constexpr int calls = 100;  // callgrind.py divides by it

int nothing() { return 0; }

void call(shape const& each) {
    try {
        each.run();
    } catch (failure const&) {
    }
}

void count(std::string const& path, shape const& each) {
    auto const label = path + '/' + each.name + '/' + std::to_string(each.stages);
    call(each);
    CALLGRIND_ZERO_STATS;
    for (int i = 0; i != calls; ++i) {
        call(each);
    }
    CALLGRIND_DUMP_STATS_AT(label.c_str());
}

}  // namespace

int main() {
    count("", {"nothing", 0, nothing});
    for (auto const& each : shapes) {
        set_failing(false);
        count("returning", each);
        set_failing(true);
        count("throwing", each);
    }
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
