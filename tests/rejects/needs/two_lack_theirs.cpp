// SPDX-License-Identifier: BSL-1.0
// One stage lacks one of two, another its only one; both are named.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `transaction`
// EXPECT: stage 2 `upload`
// EXPECT: put a manager whose resource is `connection` outside
// EXPECT: put a manager whose resource is `bucket` outside

#include <ambit/ambit.hpp>

struct settings {};
struct connection {};
struct bucket {};

template <class R>
struct source {
    R enter() { return {}; }
    void exit() {}
};

struct transaction {
    using properties = ambit::properties<ambit::needs<settings, connection>>;
    void enter() {}
    void exit() {}
};

struct upload {
    using properties = ambit::properties<ambit::needs<bucket>>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto outside = ambit::scope(source<settings>{}, source<connection>{}, source<bucket>{});
#else
    auto outside = ambit::scope(source<settings>{});
#endif
    ambit::run(outside | ambit::scope(transaction{}) | ambit::scope(upload{}) >> [] {});
}
