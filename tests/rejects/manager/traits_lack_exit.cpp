// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 1 `vendor::handle`
// EXPECT: has an enter(), but no exit that takes
// EXPECT: R being `int`

#include <ambit/ambit.hpp>

namespace vendor {
struct handle {
    int number;
};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::handle> {
    static int enter(vendor::handle& h) { return h.number; }
#ifdef FIXED
    static void exit(vendor::handle&, int&) {}
#endif
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    int const n = ambit::run(ambit::scope(audit_log{}) |
                             ambit::scope(vendor::handle{7}) >> [](int i) { return i; }) *
                  2;
    return n - 14;
}
