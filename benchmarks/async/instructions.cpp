// SPDX-License-Identifier: BSL-1.0
// Runs every shape for callgrind, as ../run/instructions.cpp does. What it takes to start and end a
// coroutine that does nothing is part of every run, and counted too.
#include "shapes.hpp"
#include "tasks.hpp"

#include <valgrind/callgrind.h>

#include <cstdlib>
#include <string>

namespace {

constexpr int calls = 100;  // callgrind.py divides by it

template <class Kind>
void call(async_shape<Kind> const& each) {
    try {
        drive(each.run());
    } catch (failure const&) {
    }
}

template <class Kind>
void count(std::string const& path, async_shape<Kind> const& each) {
    auto const label = path + '/' + each.name + '/' + std::to_string(each.stages);
    call(each);
    CALLGRIND_ZERO_STATS;
    for (int i = 0; i != calls; ++i) {
        call(each);
    }
    CALLGRIND_DUMP_STATS_AT(label.c_str());
}

template <class Kind>
void count_all(std::string const& wait) {
    for_each_shape<Kind>([&](async_shape<Kind> const& each) {
        set_failing(false);
        count("returning/" + wait, each);
        set_failing(true);
        count("throwing/" + wait, each);
    });
}

}  // namespace

int main() {
    count_all<tasks<ready>>("ready");
    count_all<tasks<posted>>("posted");
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
