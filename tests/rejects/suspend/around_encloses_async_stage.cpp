// SPDX-License-Identifier: BSL-1.0
// A function that calls the rest of the run cannot be suspended with it; a coroutine can.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0
// EXPECT: around
// EXPECT: is synchronous and encloses stage 1 `session`
// EXPECT: let the function of around return an awaitable
// ABSENT: asynchronous mutex

#include <ambit/coroutine.hpp>

struct session {
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit(int&) { co_return; }
};

int main() {
#ifdef FIXED
    auto timed = ambit::around([](ambit::yield<> y) -> ambit::task<> { co_await y(); });
#else
    auto timed = ambit::around([](ambit::yield<> y) { y(); });
#endif
    auto block = ambit::scope(timed) | ambit::scope(session()) >> [](int& id) { return id; };
    return ambit::sync_wait(ambit::async_run(block)) - 1;
}
