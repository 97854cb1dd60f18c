// SPDX-License-Identifier: BSL-1.0
// What a body is called with must not depend on how the block is run.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `session`
// EXPECT: has an enter() and an async_enter() with different resources: let both return

#include <ambit/coroutine.hpp>

struct session {
#ifdef FIXED
    int enter() { return 1; }
#else
    long enter() { return 1; }
#endif
    void exit() {}
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
    auto block = ambit::scope(session{}) >> [](auto& i) { return int(i); };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
