// SPDX-License-Identifier: BSL-1.0
// Locks of the catalogue, whose levels are stated where they are taken.
// EXPECT: [ambit.lock_order]
// EXPECT: stage 0
// EXPECT: locked_manager<std::mutex>`
// EXPECT: stage 1
// EXPECT: shared_locked_manager<std::shared_mutex>`

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/shared_locked.hpp>

#include <mutex>
#include <shared_mutex>

template <int N>
inline constexpr auto level = ambit::with<ambit::lock_level<N>>;

int main() {
    std::mutex journal;
    std::shared_mutex accounts;
#ifdef FIXED
    ambit::run(ambit::scope(level<1>(ambit::shared_locked(accounts))) |
               ambit::scope(level<2>(ambit::locked(journal))) >> [] {});
#else
    ambit::run(ambit::scope(level<2>(ambit::locked(journal))) |
               ambit::scope(level<1>(ambit::shared_locked(accounts))) >> [] {});
#endif
}
