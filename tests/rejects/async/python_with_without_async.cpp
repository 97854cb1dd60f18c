// SPDX-License-Identifier: BSL-1.0
// Python: `with` where `async with` was meant.
// EXPECT: [ambit.async]
// EXPECT: stage 0 `connected` can be entered asynchronously only: run it with async_run

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct connection {};

struct connected {
    awaitable<connection> async_enter() { return {}; }
    awaitable<> async_exit(connection&) { return {}; }
};

int main() {
    auto block = ambit::scope(connected{}) >> [](connection&) {};
#ifdef FIXED
    (void)ambit::check(block);
#else
    ambit::run(block);
#endif
}
