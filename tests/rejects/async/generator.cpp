// SPDX-License-Identifier: BSL-1.0
// A generator that awaits can only be driven by a run that does.
// EXPECT: [ambit.async]
// EXPECT: stage 1 `ambit::async_managed<int>`
// EXPECT: can be entered asynchronously only
// EXPECT: run it with async_run

#include <ambit/coroutine.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

#ifdef FIXED
ambit::managed<int> session() { co_yield 1; }
#else
ambit::async_managed<int> session() { co_yield 1; }
#endif

int main() {
    auto p = ambit::scope(audit_log{}) | ambit::scope([] { return session(); });
    return ambit::run(p >> [](int& id) { return id; }) - 1;
}
