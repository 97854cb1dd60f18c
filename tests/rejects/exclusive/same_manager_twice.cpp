// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.exclusive]
// EXPECT: stage 0
// EXPECT: stage 2 `working_directory`
// EXPECT: remove one of them

#include <ambit/ambit.hpp>

struct process_state {};

struct working_directory {
    using properties = ambit::properties<ambit::exclusive<process_state>>;
    void enter() {}
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    working_directory there;
#ifdef FIXED
    auto p = ambit::scope(there) | ambit::scope(audit_log{});
#else
    auto p = ambit::scope(there) | ambit::scope(audit_log{}) | ambit::scope(there);
#endif
    ambit::check(p);
}
