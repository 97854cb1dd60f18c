// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `session`
// EXPECT: has an exit that returns `int`
// EXPECT: return void or bool

#include <ambit/coroutine.hpp>

struct session {
    ambit::task<> async_enter() { co_return; }
#ifdef FIXED
    ambit::task<> async_exit() { co_return; }
#else
    ambit::task<int> async_exit() { co_return 1; }
#endif
};

int main() {
    ambit::sync_wait(ambit::async_run(ambit::scope(session{}) >> [] {}));
}
