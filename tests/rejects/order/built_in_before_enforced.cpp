// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.exclusive]
// EXPECT: stage 0
// EXPECT: stage 1
// ABSENT: [ambit.nothrow_exits]
// ABSENT: [shop.never]

#include <ambit/ambit.hpp>

struct never {
    static constexpr char const* code = "shop.never";
    template <class Stages>
    static constexpr auto check(Stages) {
#ifdef FIXED
        return ambit::pass;
#else
        return ambit::fail(0, "never");
#endif
    }
};

struct screen {};

template <int N>
struct window {
#ifdef FIXED
    void exit() noexcept {}
#else
    using properties = ambit::properties<ambit::exclusive<screen>>;
    void exit() {}
#endif
    void enter() {}
};

int main() {
    auto p = ambit::scope(window<0>{}) | ambit::scope(window<1>{});
    ambit::run(ambit::enforce<ambit::rules::nothrow_exits, never>(p) >> [] {});
}
