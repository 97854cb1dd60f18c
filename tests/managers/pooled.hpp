// SPDX-License-Identifier: BSL-1.0
// What the pools of these tests hold.
#ifndef AMBIT_TESTS_MANAGERS_POOLED_HPP
#define AMBIT_TESTS_MANAGERS_POOLED_HPP

#include <ambit/coroutine.hpp>
#include <ambit/managers/pool.hpp>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

namespace test {

/// How many resources there are, and the most there ever were. For any threads.
struct census {
    std::atomic<int> made = 0;
    std::atomic<int> alive = 0;
    std::atomic<int> most = 0;
};

/// A resource that cannot be moved, numbered in the order that they are made in.
class pooled {
public:
    explicit pooled(census& c) : id(c.made++), census_(c) {
        int const alive = ++c.alive;
        int most = c.most;
        while (most < alive && !c.most.compare_exchange_weak(most, alive)) {
        }
    }
    pooled(pooled const&) = delete;
    pooled& operator=(pooled const&) = delete;
    ~pooled() { --census_.alive; }

    /// Aborts if two do so at once.
    template <class F>
    void use(F f) {
        if (used_.exchange(true)) {
            std::abort();
        }
        f();
        used_ = false;
    }

    int const id;
    bool broken = false;

private:
    census& census_;
    std::atomic<bool> used_ = false;
};

/// Makes them.
[[nodiscard]] inline auto pooling(census& c) {
    return [&c] { return pooled(c); };
}
inline constexpr auto is_broken = [](pooled const& p) { return p.broken; };

using pool = ambit::pool<pooled>;

/// The numbers of a pool that may change back, for comparisons.
struct standing {
    std::size_t open;
    std::size_t idle;
    std::size_t leased;
    std::size_t waiting;
    bool operator==(standing const&) const = default;
};
[[nodiscard]] inline standing standing_of(pool const& p) {
    auto const s = p.statistics();
    return {s.open, s.idle, s.leased, s.waiting};
}

struct factory_failed : std::runtime_error {
    factory_failed() : std::runtime_error("factory") {}
};
struct predicate_failed : std::runtime_error {
    predicate_failed() : std::runtime_error("predicate") {}
};
struct body_failed : std::runtime_error {
    body_failed() : std::runtime_error("body") {}
};

}  // namespace test

#endif
