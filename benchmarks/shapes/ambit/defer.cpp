// SPDX-License-Identifier: BSL-1.0
// Functions that are called at exit.
#include "../resources.hpp"

#include <ambit/ambit.hpp>
#include <ambit/managers/defer.hpp>

using ambit::defer;
using ambit::run;
using ambit::scope;

namespace {

auto at_exit(int handle) {
    return scope(defer([handle]() noexcept { release(handle); }));
}

constexpr auto body = [] { return work(0); };

}  // namespace

extern "C" {

int ambit_defer_1() { return run(at_exit(1) >> body); }

int ambit_defer_2() { return run(at_exit(1) | at_exit(2) >> body); }

int ambit_defer_4() { return run(at_exit(1) | at_exit(2) | at_exit(3) | at_exit(4) >> body); }

int ambit_defer_8() {
    return run(at_exit(1) | at_exit(2) | at_exit(3) | at_exit(4) | at_exit(5) | at_exit(6) |
               at_exit(7) | at_exit(8) >> body);
}

int ambit_defer_16() {
    return run(at_exit(1) | at_exit(2) | at_exit(3) | at_exit(4) | at_exit(5) | at_exit(6) |
               at_exit(7) | at_exit(8) | at_exit(9) | at_exit(10) | at_exit(11) | at_exit(12) |
               at_exit(13) | at_exit(14) | at_exit(15) | at_exit(16) >> body);
}

}  // extern "C"
