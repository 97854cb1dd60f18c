// SPDX-License-Identifier: BSL-1.0
// Rules stay with a pipeline that becomes part of another, and hold for the whole of it.
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
    auto p = ambit::enforce<ambit::rules::nothrow_exits>(ambit::scope(quiet{}));
    (void)ambit::check(ambit::scope(audit_log{}) | p);
}
