// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 1 'counter'
// EXPECT: exit

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct counter {
    int enter() { return 0; }
#ifdef FIXED
    void exit(int&) {}
#endif
};

int main() {
    int const n = ambit::run(ambit::scope(audit_log{}) | ambit::scope(counter{}) |
                             ambit::scope(audit_log{}) >> [](int& i) { return i; }) +
                  1;
    return n - 1;
}
