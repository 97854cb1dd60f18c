// SPDX-License-Identifier: BSL-1.0
// What the catalogue makes does nothing where it is dropped: no lock is held, nothing is deferred.

#include <ambit/ambit.hpp>
#include <ambit/managers/defer.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/locked_for.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/on_success.hpp>
#include <ambit/managers/redirect.hpp>
#include <ambit/managers/shared_locked.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/suppress_everything.hpp>
#include <ambit/managers/timed.hpp>
#include <ambit/managers/trace.hpp>
#include <ambit/managers/try_locked.hpp>

#include <chrono>
#include <iostream>
#include <shared_mutex>
#include <string_view>

int main() {
    std::shared_timed_mutex m;
    auto const f = [] {};
    auto const time = [](std::chrono::nanoseconds) {};
    auto const line = [](std::string_view) {};
    [[maybe_unused]] auto const second = std::chrono::seconds(1);
    [[maybe_unused]] auto const now = std::chrono::steady_clock::now();
#ifdef FIXED
    ambit::run(ambit::scope(ambit::defer(f)) | ambit::scope(ambit::locked(m)) |
               ambit::scope(ambit::timed(time)) | ambit::scope(ambit::trace(line, "x")) >> [] {});
#else
    ambit::suppress<int>();               // DISCARDED
    ambit::suppress_everything();         // DISCARDED
    ambit::defer(f);                      // DISCARDED
    ambit::on_success(f);                 // DISCARDED
    ambit::on_failure(f);                 // DISCARDED
    ambit::locked(m);                     // DISCARDED
    ambit::locked(m, m);                  // DISCARDED
    ambit::try_locked(m);                 // DISCARDED
    ambit::locked_for(second, m);         // DISCARDED
    ambit::locked_until(now, m);          // DISCARDED
    ambit::shared_locked(m);              // DISCARDED
    ambit::redirect(std::cout, nullptr);  // DISCARDED
    ambit::timed(time);                   // DISCARDED
    ambit::trace(line, "x");              // DISCARDED
#endif
}
