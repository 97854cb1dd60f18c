// SPDX-License-Identifier: BSL-1.0
// Each call of what `wrap` returns is an asynchronous run of its own.
// EXPECT: [ambit.reuse]
// EXPECT: stage 1 `ticket`
// EXPECT: each call of what wrap makes runs it again
// EXPECT: let a factory make the manager, as by scope([] { return manager(); })

#include <ambit/coroutine.hpp>

struct turnstile {
    ambit::task<> async_enter() { co_return; }
    ambit::task<> async_exit() { co_return; }
};

struct ticket {
    using properties = ambit::properties<ambit::single_use>;
    ambit::task<int> async_enter() { co_return 7; }
    ambit::task<> async_exit() { co_return; }
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(turnstile{}) | ambit::scope([] { return ticket{}; });
#else
    auto p = ambit::scope(turnstile{}) | ambit::scope(ticket{});
#endif
    auto admit = ambit::wrap(p, [](int& seat, int row) { return seat * row; });
    return ambit::sync_wait(admit(6)) - 42;
}
