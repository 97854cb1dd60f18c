// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 0 `retrying`
// EXPECT: suppresses<

#include <ambit/ambit.hpp>

struct network_error {};

struct retrying {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<network_error>>;
#endif
    void enter() {}
    bool exit(ambit::outcome const& o) { return o.failed(); }
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(retrying{}) | ambit::scope(audit_log{}) >> [] {});
}
