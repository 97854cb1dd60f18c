// SPDX-License-Identifier: BSL-1.0
// Both redirect the same stream; the one that exits last restores what the other had left behind.
// EXPECT: [ambit.exclusive]
// EXPECT: standard_output
// EXPECT: stage 0 `to_file`, stage 1 `to_memory` carry the same
// EXPECT: remove one of them

#include <ambit/ambit.hpp>

struct standard_output {};
struct standard_error {};

struct to_file {
    using properties = ambit::properties<ambit::exclusive<standard_output>>;
    void enter() {}
    void exit() {}
};

struct to_memory {
#ifdef FIXED
    using properties = ambit::properties<ambit::exclusive<standard_error>>;
#else
    using properties = ambit::properties<ambit::exclusive<standard_output>>;
#endif
    void enter() {}
    void exit() {}
};

int main() {
    return ambit::run(ambit::scope(to_file{}) | ambit::scope(to_memory{}) >> [] { return 0; });
}
