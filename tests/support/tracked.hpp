// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_TRACKED_HPP
#define AMBIT_TESTS_SUPPORT_TRACKED_HPP

#include <cstddef>
#include <cstdlib>
#include <type_traits>

namespace test {

/// Knows which tracked objects live, by address: an object that dies twice, or dies without having
/// been born, ends the program, and so does a ledger that ends before its objects.
///
/// In constant evaluation, where a second destruction is an error in itself, it only counts: g++ 12
/// does not keep the address of an object that a function returns.
class ledger {
public:
    constexpr ledger() = default;
    ledger(ledger const&) = delete;
    constexpr ~ledger() {
        if (alive_ != 0) {
            std::abort();
        }
    }

    constexpr void born(void const* who) {
        if (alive_ == capacity) {
            std::abort();
        }
        live_[alive_++] = who;
        ++made_;
    }
    constexpr void died(void const* who) {
        if (alive_ == 0) {
            std::abort();
        }
        --alive_;
        if (!std::is_constant_evaluated()) {
            std::size_t i = 0;
            while (live_[i] != who) {
                if (i++ == alive_) {
                    std::abort();
                }
            }
            live_[i] = live_[alive_];
        }
    }
    constexpr void copied() { ++copies_; }
    constexpr void moved() { ++moves_; }

    [[nodiscard]] constexpr int alive() const { return static_cast<int>(alive_); }
    /// Objects made in all, by whatever constructor.
    [[nodiscard]] constexpr int made() const { return made_; }
    [[nodiscard]] constexpr int copies() const { return copies_; }
    [[nodiscard]] constexpr int moves() const { return moves_; }

private:
    static constexpr std::size_t capacity = 64;
    void const* live_[capacity] = {};
    std::size_t alive_ = 0;
    int made_ = 0;
    int copies_ = 0;
    int moves_ = 0;
};

/// An object whose life and travels are written in a ledger.
class tracked {
public:
    constexpr explicit tracked(ledger& l, int v = 0) : value(v), ledger_(&l) { l.born(this); }
    constexpr tracked(tracked const& o) : value(o.value), ledger_(o.ledger_) {
        ledger_->born(this);
        ledger_->copied();
    }
    constexpr tracked(tracked&& o) noexcept : value(o.value), ledger_(o.ledger_) {
        ledger_->born(this);
        ledger_->moved();
        o.value = -1;
    }
    tracked& operator=(tracked const&) = delete;
    constexpr ~tracked() { ledger_->died(this); }

    [[nodiscard]] constexpr ledger& book() const { return *ledger_; }

    int value;

private:
    ledger* ledger_;
};

struct move_only : tracked {
    using tracked::tracked;
    move_only(move_only const&) = delete;
    constexpr move_only(move_only&&) noexcept = default;
    constexpr ~move_only() = default;
};

struct immovable : tracked {
    using tracked::tracked;
    immovable(immovable const&) = delete;
    constexpr ~immovable() = default;
};

}  // namespace test

#endif
