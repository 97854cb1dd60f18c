// SPDX-License-Identifier: BSL-1.0
// A std::mutex that is held while the body awaits may be unlocked by another thread.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0
// EXPECT: locked_manager<std::mutex>`
// EXPECT: encloses the awaitable body
// EXPECT: acquire it inside

#include <ambit/coroutine.hpp>
#include <ambit/managers/locked.hpp>

#include <mutex>

ambit::task<int> fetch() { co_return 1; }

int main() {
    std::mutex m;
    int total = 0;
#ifdef FIXED
    auto const add = [&](int n) {
        ambit::run(ambit::scope(ambit::locked(m)) >> [&] { total += n; });
    };
    auto block = ambit::scope() >> [&]() -> ambit::task<int> {
        int const n = co_await fetch();
        add(n);
        co_return total;
    };
#else
    auto block = ambit::scope(ambit::locked(m)) >> [&]() -> ambit::task<int> {
        total += co_await fetch();
        co_return total;
    };
#endif
    return ambit::sync_wait(ambit::async_run(std::move(block))) - 1;
}
