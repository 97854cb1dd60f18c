// SPDX-License-Identifier: BSL-1.0
// Python: a sink that takes seconds for milliseconds.
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: is no manager: it takes a sink that is called with std::chrono::nanoseconds

#include <ambit/ambit.hpp>
#include <ambit/managers/timed.hpp>

#include <chrono>

int main() {
#ifdef FIXED
    auto sink = [](std::chrono::nanoseconds) {};
#else
    auto sink = [](std::chrono::milliseconds) {};
#endif
    ambit::run(ambit::scope(ambit::timed(sink)) >> [] {});
}
