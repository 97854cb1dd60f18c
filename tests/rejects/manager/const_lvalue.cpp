// SPDX-License-Identifier: BSL-1.0
// A pipeline holds an lvalue by reference; a const one cannot be entered by a non-const enter.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `audit_log`
// EXPECT: is const and its enter() is not
// EXPECT: pass it, or the block, as non-const

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    audit_log history;
#else
    audit_log const history;
#endif
    ambit::run(ambit::scope(history) >> [] {});
}
