// SPDX-License-Identifier: BSL-1.0
// Python: `with threading.Lock():` around an `await`.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0
// EXPECT: is thread_bound and encloses the awaitable body,
// EXPECT: where the run may suspend and go on in another thread
// EXPECT: acquire it inside, after the suspensions, or use an asynchronous mutex

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>

#include <mutex>

int main() {
    std::mutex m;
#ifdef FIXED
    auto body = [] {};
#else
    auto body = [] { return awaitable<>{}; };
#endif
    (void)ambit::check(ambit::scope(ambit::locked(m)) >> body);
}
