// SPDX-License-Identifier: BSL-1.0
// A mutex of one's own keeps nobody out, and would be gone before the block runs.
// EXPECT: [ambit.manager]
// EXPECT: stage 1
// EXPECT: locks a temporary
// EXPECT: give the mutex a name and pass that

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>

#include <mutex>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    std::mutex m;
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(ambit::locked(m)) >> [] {});
#else
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(ambit::locked(std::mutex())) >> [] {});
#endif
}
