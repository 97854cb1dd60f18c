// SPDX-License-Identifier: BSL-1.0
// A pipeline waits for its body, which `>>` gives it.
// EXPECT: [ambit.body]
// EXPECT: run takes a block
// EXPECT: close a pipeline with >> body

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto p = ambit::scope(audit_log{});
#ifdef FIXED
    return ambit::run(p >> [] { return 1; }) - 1;
#else
    return ambit::run(p) - 1;
#endif
}
