// SPDX-License-Identifier: BSL-1.0
// Every exit is noexcept, but the result has to wait somewhere while the exits are awaited.
// EXPECT: [ambit.result]
// EXPECT: report
// EXPECT: cannot be moved
// EXPECT: an asynchronous run keeps it while exits are awaited
// EXPECT: return something that can be moved

#include <ambit/coroutine.hpp>

struct report {
    int lines;
    explicit report(int n) : lines(n) {}
#ifdef FIXED
    report(report&&) = default;
#else
    report(report&&) = delete;
#endif
};

struct counter {
    int enter() { return 3; }
    void exit() noexcept {}
};

int main() {
    auto block = ambit::scope(counter{}) >> [](int& n) { return report(n); };
    return ambit::sync_wait(ambit::async_run(block)).lines - 3;
}
