// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.async]
// EXPECT: stage 1 `session`
// EXPECT: run it with async_run

#include <ambit/ambit.hpp>

struct ready {
    bool await_ready() const { return true; }
    void await_suspend(auto) const {}
    void await_resume() const {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct session {
    ready async_enter() { return {}; }
    ready async_exit() { return {}; }
#ifdef FIXED
    void enter() {}
    void exit() {}
#endif
};

int main() {
    auto const body = [] { return 1; };
    return ambit::run(ambit::scope(audit_log{}) | ambit::scope(session{}) >> body) - 1;
}
