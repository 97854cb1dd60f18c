// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.result]
// EXPECT: stage 4 `loud`
// EXPECT: may throw from its exit
// EXPECT: make these exits noexcept

#include <ambit/ambit.hpp>

struct report {
    int lines;
    explicit report(int n) : lines(n) {}
    report(report&&) = delete;
};

struct quiet {
    void enter() {}
    void exit() noexcept {}
};

struct loud {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto const make = [] { return quiet{}; };
#else
    auto const make = [] { return loud{}; };
#endif
    auto four = ambit::scope(quiet{}, quiet{}, quiet{}, quiet{});
    auto block = four | ambit::scope(make) |
                 ambit::scope(quiet{}, quiet{}, quiet{}) >> [] { return report(3); };
    int const n = ambit::run(block).lines + 1;
    return n - 4;
}
