// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `session`
// EXPECT: has an async_exit that returns no awaitable

#include <ambit/coroutine.hpp>

struct session {
    ambit::task<int> async_enter() { co_return 1; }
#ifdef FIXED
    ambit::task<> async_exit(int&) { co_return; }
#else
    void async_exit(int&) {}
#endif
};

int main() {
    ambit::sync_wait(ambit::async_run(ambit::scope(session{}) >> [](int&) {}));
}
