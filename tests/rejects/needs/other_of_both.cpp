// SPDX-License-Identifier: BSL-1.0
// What is entered at the same time is not there yet.
// EXPECT: [ambit.needs]
// EXPECT: needs `connection`
// EXPECT: stage 0

#include <ambit/coroutine.hpp>

struct connection {};

struct database {
    ambit::task<connection> async_enter() { co_return connection{}; }
    ambit::task<> async_exit() { co_return; }
};

struct session {
    using properties = ambit::properties<ambit::needs<connection>>;
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
#ifdef FIXED
    auto stages = ambit::scope(database{}) | ambit::scope(session{});
#else
    auto stages = ambit::scope(ambit::both(database{}, session{}));
#endif
    auto block = stages >> [](connection&, int& id) { return id; };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
