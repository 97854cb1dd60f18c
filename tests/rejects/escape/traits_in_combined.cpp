// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.escape]
// EXPECT: stage 2 `vendor::database`
// EXPECT: vendor::connection
// EXPECT: return a value, or say acknowledges<

#include <ambit/ambit.hpp>

namespace vendor {
struct connection {
    int id = 0;
};
struct database {
    connection pinned;
};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::database> {
#ifdef FIXED
    static vendor::connection& enter(vendor::database& d) { return d.pinned; }
#else
    static vendor::connection enter(vendor::database& d) { return d.pinned; }
#endif
    static void exit(vendor::database&, vendor::connection&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    vendor::database d;
    auto logs = ambit::scope(audit_log{}, audit_log{});
    auto inside = ambit::scope(d) >> [](vendor::connection& c) -> vendor::connection& { return c; };
    return ambit::run(logs | inside).id;
}
