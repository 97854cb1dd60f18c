// SPDX-License-Identifier: BSL-1.0
// Acquired synchronously; nobody would await the release.
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: has an exit that returns `ambit::task<
// EXPECT: return void or bool

#include <ambit/coroutine.hpp>

#ifdef FIXED
ambit::task<int> acquire() { co_return 1; }
#else
int acquire() { return 1; }
#endif
ambit::task<> release(int&) { co_return; }

int main() {
    auto handle = ambit::bracket(acquire, release);
    auto block = ambit::scope(handle) >> [](int& i) { return i; };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
