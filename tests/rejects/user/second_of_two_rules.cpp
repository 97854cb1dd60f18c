// SPDX-License-Identifier: BSL-1.0
// Rules come in the order in which they are given; the first violated is reported, alone.
// EXPECT: [shop.second]
// EXPECT: stage 0 `audit_log`
// RULE: second
// ABSENT: [shop.first]
// ABSENT: [shop.third]

#include <ambit/ambit.hpp>

#ifdef FIXED
constexpr auto verdict = ambit::pass;
#else
constexpr auto verdict = ambit::fail(0, "the second rule says no");
#endif

struct first {
    static constexpr char const* code = "shop.first";
    template <class Stages>
    static constexpr auto check(Stages) {
        return ambit::pass;
    }
};

struct second {
    static constexpr char const* code = "shop.second";
    template <class Stages>
    static constexpr auto check(Stages) {
        return verdict;
    }
};

struct third {
    static constexpr char const* code = "shop.third";
    template <class Stages>
    static constexpr auto check(Stages) {
        return verdict;
    }
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() { (void)ambit::check(ambit::enforce<first, second, third>(ambit::scope(audit_log{}))); }
