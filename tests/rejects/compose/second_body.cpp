// SPDX-License-Identifier: BSL-1.0
// A block has its body.
// EXPECT: [ambit.body]
// EXPECT: a >> b closes the pipeline a with the function b
// EXPECT: join pipelines with |

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto block = ambit::scope(audit_log{}) >> [] { return 0; };
#ifdef FIXED
    return ambit::run(block);
#else
    return ambit::run(block >> [] { return 1; });
#endif
}
