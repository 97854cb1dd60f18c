// SPDX-License-Identifier: BSL-1.0
// A stage that would be entered by awaiting and never left.
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `session`
// EXPECT: has an async_enter(), but no async_exit that takes
// EXPECT: R being `int`

#include <ambit/coroutine.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct session {
    ambit::task<int> async_enter() { co_return 1; }
#ifdef FIXED
    ambit::task<> async_exit(int&) { co_return; }
#else
    void exit(int&) {}
#endif
};

int main() {
    auto block = ambit::scope(audit_log{}) | ambit::scope(session{}) >> [](int& i) { return i; };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
