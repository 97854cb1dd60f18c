// SPDX-License-Identifier: BSL-1.0
// A temporary is moved into the pipeline; what cannot be moved is passed by name.
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `connection_pool`
// EXPECT: give it a name and pass that

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

struct connection_pool {
    connection_pool() = default;
    connection_pool(connection_pool&&) = delete;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    connection_pool pool;
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(pool) >> [] {});
#else
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(connection_pool{}) >> [] {});
#endif
}
