// SPDX-License-Identifier: BSL-1.0
// `co_await block` may run the block again, and a generator runs once.
// EXPECT: [ambit.reuse]
// EXPECT: stage 0 `ambit::async_managed<int>`
// EXPECT: std::move
// EXPECT: let a factory make the manager

#include <ambit/coroutine.hpp>
#include <utility>

ambit::async_managed<int> ticket() { co_yield 7; }

ambit::task<int> admit() {
    auto block = ambit::scope(ticket()) >> [](int& seat) { return seat; };
#ifdef FIXED
    co_return co_await std::move(block);
#else
    co_return co_await block;
#endif
}

int main() { return ambit::sync_wait(admit()) - 7; }
