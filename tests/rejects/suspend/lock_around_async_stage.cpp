// SPDX-License-Identifier: BSL-1.0
// A std::mutex must be released by the thread that locked it; after a suspension another may run.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0 `thread_lock`
// EXPECT: stage 1 `session`
// EXPECT: acquire it inside

#include <ambit/ambit.hpp>

struct ready {
    bool await_ready() const { return true; }
    void await_suspend(auto) const {}
    void await_resume() const {}
};

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() {}
};

struct session {
    ready async_enter() { return {}; }
    ready async_exit() { return {}; }
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(session{}) | ambit::scope(thread_lock{});
#else
    auto p = ambit::scope(thread_lock{}) | ambit::scope(session{});
#endif
    ambit::check(p);
}
