// SPDX-License-Identifier: BSL-1.0
// What a stage makes itself is not there yet when it enters.
// EXPECT: [ambit.needs]
// EXPECT: stage 1 `nested_session`
// EXPECT: nor any later one
// EXPECT: put a manager whose resource is `session` outside

#include <ambit/ambit.hpp>

struct session {};

struct root_session {
    session enter() { return {}; }
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct nested_session {
    using properties = ambit::properties<ambit::needs<session>>;
    session enter() { return {}; }
    void exit() {}
};

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(root_session{}) | ambit::scope(nested_session{}) >> [] {});
#else
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(nested_session{}) >> [] {});
#endif
}
