// SPDX-License-Identifier: BSL-1.0
// Python: `with journal_lock, account_lock:` where all others take them the other way round.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 1
// EXPECT: has lock_level 1 inside stage 0
// EXPECT: with 2: acquire locks in the order of their levels, lowest outside

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>

#include <mutex>

int main() {
    std::mutex account, journal;
    auto account_lock = ambit::with<ambit::lock_level<1>>(ambit::locked(account));
    auto journal_lock = ambit::with<ambit::lock_level<2>>(ambit::locked(journal));
#ifdef FIXED
    ambit::run(ambit::scope(account_lock, journal_lock) >> [] {});
#else
    ambit::run(ambit::scope(journal_lock, account_lock) >> [] {});
#endif
}
