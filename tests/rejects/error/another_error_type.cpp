// SPDX-License-Identifier: BSL-1.0
// The body's result can hold an error, but not this one.
// EXPECT: [ambit.error]
// EXPECT: stage 1 `upload`
// EXPECT: net_error
// EXPECT: `expected<int, db_error>`, cannot carry
// EXPECT: let the body return an expected-like type

#include "../support/expected.hpp"
#include <ambit/ambit.hpp>

struct bucket {};
struct db_error {};
struct net_error {};

struct database {
    expected<int, db_error> enter() { return 1; }
    void exit() {}
};

struct upload {
#ifdef FIXED
    expected<bucket, db_error> enter() { return bucket{}; }
#else
    expected<bucket, net_error> enter() { return bucket{}; }
#endif
    void exit(bucket&) {}
};

int main() {
    (void)ambit::check(ambit::scope(database{}) | ambit::scope(upload{}) >> [](int&, bucket&) {
        return expected<int, db_error>(1);
    });
}
