// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.nothrow_exits]
// EXPECT: stage 1
// EXPECT: bracket
// EXPECT: stage 2 `vendor::timer`
// EXPECT: make the exit noexcept

#include <ambit/ambit.hpp>

namespace vendor {
struct timer {};
}  // namespace vendor

#ifdef FIXED
constexpr bool silent = true;
#else
constexpr bool silent = false;
#endif

template <>
struct ambit::manager_traits<vendor::timer> {
    static void enter(vendor::timer&) {}
    static void exit(vendor::timer&, ambit::outcome const&) noexcept(silent) {}
};

struct quiet {
    void enter() {}
    void exit() noexcept {}
};

int main() {
    auto p = ambit::enforce<ambit::rules::nothrow_exits>(ambit::scope(quiet{}));
    auto undo = ambit::bracket([] { return 1; }, [](int&) noexcept(silent) {});
    int const n = ambit::run(p | ambit::scope(undo) |
                             ambit::scope(vendor::timer{}) >> [](int& i) { return i; }) +
                  1;
    return n - 2;
}
