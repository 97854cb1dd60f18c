// SPDX-License-Identifier: BSL-1.0
// Two pipelines are joined by `|`; `>>` is for the body.
// EXPECT: [ambit.body]
// EXPECT: a >> b closes the pipeline a with the function b
// EXPECT: join pipelines with |

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto p = ambit::scope(audit_log{});
    auto q = ambit::scope(audit_log{});
#ifdef FIXED
    ambit::run(p | q >> [] {});
#else
    ambit::run(p >> q);
#endif
}
