// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 0 `retrying`
// EXPECT: suppresses<

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

struct retrying {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<int>>;
#endif
    awaitable<> async_enter() { return {}; }
    awaitable<bool> async_exit(ambit::outcome const&) { return {}; }
};

int main() { (void)ambit::check(ambit::scope(retrying{})); }
