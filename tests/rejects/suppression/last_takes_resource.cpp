// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suppression]
// EXPECT: stage 1 `request`
// EXPECT: suppresses<

#include <ambit/ambit.hpp>

struct socket_handle {};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct request {
    socket_handle enter() { return {}; }
#ifdef FIXED
    void exit(socket_handle&, ambit::outcome const&) {}
#else
    bool exit(socket_handle&, ambit::outcome const&) { return true; }
#endif
};

int main() {
    int const n = ambit::run(ambit::scope(audit_log{}) |
                             ambit::scope(request{}) >> [](socket_handle&) { return 1; }) +
                  1;
    return n - 2;
}
