// SPDX-License-Identifier: BSL-1.0
// Who wrote the manager decided what it may swallow; its user may only ask for less.
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `retrying`
// EXPECT: suppress more by with<
// EXPECT: name only types that it declares

#include <ambit/ambit.hpp>

struct timeout {};
struct network_error {};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct retrying {
    using properties = ambit::properties<ambit::suppresses<timeout, network_error>>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto retry = ambit::with<ambit::suppresses<timeout>>(retrying{});
#else
    auto retry = ambit::with<ambit::suppresses<timeout, int>>(retrying{});
#endif
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(retry) >> [] {});
}
