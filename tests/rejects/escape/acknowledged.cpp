// SPDX-License-Identifier: BSL-1.0
// The body returns an element of an older cache, which happens to have the resource's type. The
// stage may vouch for that.
// EXPECT: [ambit.escape]
// EXPECT: stage 0 `load`
// EXPECT: page
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

struct page {
    int number = 1;
};

struct load {
#ifdef FIXED
    using properties = ambit::properties<ambit::acknowledges<ambit::rules::escape>>;
#endif
    page enter() { return {}; }
    void exit(page&) {}
};

page cache[2];

int main() {
    page& kept = ambit::run(ambit::scope(load{}) >> [](page& p) -> page& {
        cache[p.number] = p;
        return cache[p.number];
    });
    return kept.number - 1;
}
