// SPDX-License-Identifier: BSL-1.0
// Rule 12: locks that several threads want.
#include <support/catch.hpp>

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/locked_for.hpp>
#include <ambit/managers/shared_locked.hpp>
#include <ambit/managers/try_locked.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace std::chrono_literals;

/// Calls `f(i)` in N threads, which begin together.
template <std::size_t N, class F>
void in_threads(F const& f) {
    std::atomic<std::size_t> ready{0};
    std::array<std::thread, N> threads;
    for (std::size_t i = 0; i != N; ++i) {
        threads[i] = std::thread([&, i] {
            ++ready;
            while (ready != N) {
                std::this_thread::yield();
            }
            f(i);
        });
    }
    for (auto& t : threads) {
        t.join();
    }
}

}  // namespace

TEST_CASE("12 locked: threads that name the mutexes in different orders do not deadlock") {
    constexpr int rounds = 5000;
    std::mutex a, b, c;
    int in_ab = 0, in_bc = 0, in_all = 0;
    auto const count = [](auto stage, int& n) {
        auto block = scope(std::move(stage)) >> [&] { ++n; };
        for (int i = 0; i != rounds; ++i) {
            run(block);
        }
    };
    in_threads<4>([&](std::size_t i) {
        switch (i) {
        case 0:
            count(ambit::locked(a, b), in_ab);
            break;
        case 1:
            count(ambit::locked(b, a), in_ab);
            break;
        case 2:
            count(ambit::locked(c, b), in_bc);
            break;
        default:
            count(ambit::locked(c, a, b), in_all);
            break;
        }
    });
    CHECK(in_ab == 2 * rounds);
    CHECK(in_bc == rounds);
    CHECK(in_all == rounds);
}

TEST_CASE("12 locked: one mutex keeps the others out") {
    constexpr int rounds = 5000;
    std::mutex m;
    int n = 0;
    in_threads<2>([&](std::size_t) {
        for (int i = 0; i != rounds; ++i) {
            run(scope(ambit::locked(m)) >> [&] { ++n; });
        }
    });
    CHECK(n == 2 * rounds);
}

TEST_CASE("12 shared_locked: several readers at once, no writer among them") {
    std::shared_mutex m;
    std::atomic<int> readers{0};
    in_threads<2>([&](std::size_t) {
        run(scope(ambit::shared_locked(m)) >> [&] {
            ++readers;
            while (readers != 2) {  // the other one is inside too
                std::this_thread::yield();
            }
        });
    });
    CHECK(readers == 2);

    int n = 0;
    std::atomic<bool> changed{false};
    in_threads<3>([&](std::size_t i) {
        for (int k = 0; k != 500; ++k) {
            if (i == 0) {
                run(scope(ambit::locked(m)) >> [&] { ++n; });
            } else {
                run(scope(ambit::shared_locked(m)) >> [&] {
                    int const seen = n;
                    std::this_thread::yield();
                    changed = changed || seen != n;
                });
            }
        }
    });
    CHECK(n == 500);
    CHECK_FALSE(changed);
}

TEST_CASE("12 try_locked, locked_for, locked_until: a mutex that another thread holds") {
    std::timed_mutex m;
    bool entered = false;
    auto const body = [&] { entered = true; };
    run(scope(ambit::locked(m)) >> [&] {
        std::thread([&] {
            CHECK_FALSE(run(scope(ambit::try_locked(m)) >> [](bool held) { return held; }));
            auto const start = std::chrono::steady_clock::now();
            CHECK_THROWS_AS(run(scope(ambit::locked_for(5ms, m)) >> body), ambit::lock_timeout);
            CHECK_THROWS_AS(run(scope(ambit::locked_until(start + 10ms, m)) >> body),
                            ambit::lock_timeout);
            CHECK(std::chrono::steady_clock::now() - start >= 10ms);
        }).join();
    });
    CHECK_FALSE(entered);
    CHECK(run(scope(ambit::try_locked(m)) >> [](bool held) { return held; }));
    run(scope(ambit::locked_for(10s, m)) >> body);
    CHECK(entered);
    CHECK(m.try_lock());
    m.unlock();
}
