// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `cache`
// EXPECT: exit
// EXPECT: is it public?

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

class cache {
public:
    int enter() { return 1; }
#ifndef FIXED
private:
#endif
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(cache{}) >> [] {});
}
