// SPDX-License-Identifier: BSL-1.0
// An lvalue block may run again, asynchronously too, and a ticket is good for one entry.
// EXPECT: [ambit.reuse]
// EXPECT: stage 1 `ticket`
// EXPECT: std::move
// EXPECT: let a factory make the manager

#include <ambit/coroutine.hpp>
#include <utility>

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
    auto block =
        ambit::scope(turnstile{}) | ambit::scope(ticket{}) >> [](int& seat) { return seat; };
#ifdef FIXED
    auto run = ambit::async_run(std::move(block));
#else
    auto run = ambit::async_run(block);
#endif
    return ambit::sync_wait(std::move(run)) - 7;
}
