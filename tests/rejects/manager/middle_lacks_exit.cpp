// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `counter`
// EXPECT: has an enter(), but no exit that takes
// EXPECT: R being `int`

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
