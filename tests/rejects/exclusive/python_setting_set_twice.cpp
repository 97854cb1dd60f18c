// SPDX-License-Identifier: BSL-1.0
// Python: two managers that patch the same attribute.
// EXPECT: [ambit.exclusive]
// EXPECT: stage 0 `indented`, stage 1 `indented` carry the same `ambit::exclusive<indentation>`:
// EXPECT: remove one of them, or do their work in one stage

#include <ambit/ambit.hpp>

#include <utility>

struct indentation {};

struct indented {
    using properties = ambit::properties<ambit::exclusive<indentation>>;
    int& place;
    int value;

    int enter() { return std::exchange(place, value); }
    void exit(int& old) { place = old; }
};

int main() {
    int indent = 2;
#ifdef FIXED
    ambit::run(ambit::scope(indented{indent, 4}) >> [] {});
#else
    ambit::run(ambit::scope(indented{indent, 4}) | ambit::scope(indented{indent, 8}) >> [] {});
#endif
}
