// SPDX-License-Identifier: BSL-1.0
// What the exit's awaitable yields is a bool, of which nobody knows what it may suppress.
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `retrying`
// EXPECT: suppresses<

#include <ambit/coroutine.hpp>

struct network_error {};

struct session {
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit(int&) { co_return; }
};

struct retrying {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<network_error>>;
#endif
    void enter() {}
    ambit::task<> async_enter() { co_return; }
    ambit::task<bool> async_exit(ambit::outcome const& o) { co_return o.failed(); }
};

int main() {
    auto block = ambit::scope(session{}) | ambit::scope(retrying{}) >> [](int&) {};
    auto run = ambit::async_run(block);
    (void)ambit::sync_wait(std::move(run));
}
