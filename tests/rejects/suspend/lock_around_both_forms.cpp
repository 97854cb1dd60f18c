// SPDX-License-Identifier: BSL-1.0
// What is fine in `run` is none in `async_run`: there a stage with both forms uses the asynchronous
// one.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0 `thread_lock`
// EXPECT: stage 2 `session`
// EXPECT: acquire it inside

#include <ambit/coroutine.hpp>

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() noexcept {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct session {
    int enter() { return 1; }
    void exit() noexcept {}
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
    auto p = ambit::scope(thread_lock{}, audit_log{}, session{});
    auto block = p >> [](int& id) { return id; };
#ifdef FIXED
    return ambit::run(block) - 1;
#else
    return ambit::sync_wait(ambit::async_run(block)) - 1;
#endif
}
