// SPDX-License-Identifier: BSL-1.0
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

struct counter {
    int enter() { return 1; }
    void exit(int&) noexcept {}
};

int main() {
    auto p = ambit::enforce<ambit::rules::nothrow_exits>(ambit::scope(audit_log{}) |
                                                         ambit::scope(counter{}));
    return ambit::run(p >> [](int& n) { return n; }) - 1;
}
