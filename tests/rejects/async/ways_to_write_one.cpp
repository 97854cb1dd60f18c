// SPDX-License-Identifier: BSL-1.0
// Whatever a manager was made of: functions that return awaitables leave nothing for `run`.
// EXPECT: [ambit.async]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: stage 1
// EXPECT: around
// EXPECT: stage 2
// EXPECT: both
// EXPECT: the body returns the awaitable `ambit::task<int>`
// EXPECT: run it with async_run

#include <ambit/coroutine.hpp>

struct counter {
    int enter() { return 1; }
    void exit() noexcept {}
};

struct session {
    ambit::task<> async_enter() { co_return; }
    ambit::task<> async_exit() { co_return; }
};

ambit::task<> done() { co_return; }
ambit::task<int> answer(int i) { co_return i; }

int main() {
    auto opened = ambit::bracket([] { return done(); }, [] { return done(); });
    auto timed = ambit::around([](ambit::yield<> y) -> ambit::task<> { co_await y(); });
    auto two = ambit::both(counter{}, session{});
    auto block = ambit::scope(opened, timed, two) >> [](int& i) { return answer(i); };
#ifdef FIXED
    return ambit::sync_wait(ambit::async_run(block)) - 1;
#else
    auto unused = ambit::run(block);
#endif
}
