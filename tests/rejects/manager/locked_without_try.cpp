// SPDX-License-Identifier: BSL-1.0
// Several are not waited for in turn, so that nobody who wants them in another order is blocked.
// EXPECT: [ambit.manager]
// EXPECT: stage 0
// EXPECT: try_lock() where there are several

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>

struct spin_lock {
    void lock() {}
    void unlock() {}
#ifdef FIXED
    bool try_lock() { return true; }
#endif
};

int main() {
    spin_lock a, b;
    ambit::run(ambit::scope(ambit::locked(a, b)) >> [] {});
}
