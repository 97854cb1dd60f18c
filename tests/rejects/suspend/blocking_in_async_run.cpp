// SPDX-License-Identifier: BSL-1.0
// An enter that blocks holds up the thread that other coroutines run on, even where this run
// suspends nowhere.
// EXPECT: [ambit.suspend]
// EXPECT: stage 1 `file_lock`
// EXPECT: is blocking
// EXPECT: use a manager with an asynchronous form

#include <ambit/coroutine.hpp>

struct counter {
    int enter() { return 1; }
    void exit() {}
};

struct file_lock {
    using properties = ambit::properties<ambit::blocking>;
    void enter() {}
    void exit() noexcept {}
};

int main() {
    auto block = ambit::scope(counter{}) | ambit::scope(file_lock{}) >> [](int& n) { return n; };
#ifdef FIXED
    return ambit::run(block) - 1;
#else
    return ambit::sync_wait(ambit::async_run(block)) - 1;
#endif
}
