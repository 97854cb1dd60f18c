// SPDX-License-Identifier: BSL-1.0
// Acquired asynchronously, released synchronously: both have to be the one or the other.
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: has an async_enter(), but no async_exit that takes
// EXPECT: R being `int`

#include <ambit/coroutine.hpp>

ambit::task<int> acquire() { co_return 1; }
#ifdef FIXED
ambit::task<> release(int&) { co_return; }
#else
void release(int&) {}
#endif

int main() {
    auto handle = ambit::bracket(acquire, release);
    auto block = ambit::scope(handle) >> [](int& i) { return i; };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
