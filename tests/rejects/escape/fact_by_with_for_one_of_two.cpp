// SPDX-License-Identifier: BSL-1.0
// Two stages store a page; the one that says nothing is the offender.
// EXPECT: [ambit.escape]
// EXPECT: stage 1 `load`
// EXPECT: page
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

struct page {
    int number = 0;
};

struct load {
    page enter() { return {}; }
    void exit(page&) {}
};

page cache;

int main() {
    auto const body = [](page&, page&) -> page const& { return cache; };
    auto first = ambit::with<ambit::acknowledges<ambit::rules::escape>>(load{});
#ifdef FIXED
    auto second = ambit::with<ambit::acknowledges<ambit::rules::escape>>(load{});
#else
    auto second = load{};
#endif
    return ambit::run(ambit::scope(first) | ambit::scope(second) >> body).number;
}
