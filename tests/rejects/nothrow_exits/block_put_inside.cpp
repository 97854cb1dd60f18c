// SPDX-License-Identifier: BSL-1.0
// The rules of a block hold for what is put outside it.
// EXPECT: [ambit.nothrow_exits]
// EXPECT: stage 0 `audit_log`
// EXPECT: make the exit noexcept

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
#ifdef FIXED
    void exit() noexcept {}
#else
    void exit() {}
#endif
};

struct quiet {
    void enter() {}
    void exit() noexcept {}
};

int main() {
    auto block = ambit::scope(quiet{}) >> [] { return 1; };
    auto strict = ambit::enforce<ambit::rules::nothrow_exits>(block);
    return ambit::run(ambit::scope(audit_log{}) | strict) - 1;
}
