// SPDX-License-Identifier: BSL-1.0
// The first `with` declares, so the second may only narrow.
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `audit_log`
// EXPECT: suppress more by with<
// EXPECT: name only types that it declares

#include <ambit/ambit.hpp>

struct io_error {};
struct disk_full : io_error {};

struct audit_log {
    void enter() {}
    void exit() {}
};

#ifdef FIXED
using first = io_error;
using second = disk_full;
#else
using first = disk_full;
using second = io_error;
#endif

int main() {
    auto p = ambit::scope(audit_log{}) | ambit::scope(ambit::with<ambit::suppresses<second>>(
                                             ambit::with<ambit::suppresses<first>>(audit_log{})));
    ambit::check(p);
}
