// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_THROWS_ON_HPP
#define AMBIT_TESTS_SUPPORT_THROWS_ON_HPP

#include <support/probes.hpp>

namespace test {

/// Counts the copies, moves and calls of an object and of everything copied or moved from it; the
/// Nth of them throws a `failure`. 0 never does.
template <int N>
class throws_on {
public:
    constexpr explicit throws_on(int& count) : count_(&count) {}
    constexpr throws_on(throws_on const& o) : count_(o.count_) { next(); }
    constexpr throws_on(throws_on&& o) : count_(o.count_) { next(); }
    throws_on& operator=(throws_on const&) = delete;
    constexpr ~throws_on() = default;

    constexpr void operator()() const { next(); }

private:
    constexpr void next() const {
        if (++*count_ == N) {
            raise(failure{N});
        }
    }
    int* count_;
};

}  // namespace test

#endif
