// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `cleanup`
// EXPECT: has no enter()

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct cleanup {
#ifdef FIXED
    void enter() {}
#endif
    void exit(ambit::outcome const&) {}
};

int main() {
    ambit::run(ambit::scope(audit_log{}, cleanup{}) >> [] {});
}
