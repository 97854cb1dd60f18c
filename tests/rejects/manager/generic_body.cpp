// SPDX-License-Identifier: BSL-1.0
// What a generic body would get is not known, and so neither is its result; using that adds no
// error.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `source`
// EXPECT: has an enter(), but no exit that takes

#include <ambit/ambit.hpp>

struct rows {
    int count = 1;
};

struct source {
    rows enter() { return {}; }
#ifdef FIXED
    void exit() {}
#endif
};

int main() {
    int const n = ambit::run(ambit::scope(source{}) >> [](auto& r) { return r.count; }) + 1;
    return n == 2 ? 0 : 1;
}
