// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.exclusive]
// EXPECT: stage 1
// EXPECT: bracket
// EXPECT: stage 2 `profiler`
// EXPECT: timer_signal
// EXPECT: remove one of them

#include <ambit/ambit.hpp>

struct timer_signal {};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct profiler {
    using properties = ambit::properties<ambit::blocking, ambit::exclusive<timer_signal>>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto alarm = ambit::bracket([] {}, [] {});
#else
    auto alarm = ambit::with<ambit::exclusive<timer_signal>>(ambit::bracket([] {}, [] {}));
#endif
    int const n = ambit::run(ambit::scope(audit_log{}) | ambit::scope(alarm) |
                             ambit::scope(profiler{}) >> [] { return 1; }) -
                  1;
    return n;
}
