// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.async]
// EXPECT: stage 1 `vendor::stream`
// EXPECT: run it with async_run

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

namespace vendor {
struct stream {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::stream> {
    static awaitable<> async_enter(vendor::stream&) { return {}; }
    static awaitable<> async_exit(vendor::stream&, ambit::outcome const&) { return {}; }
#ifdef FIXED
    static void enter(vendor::stream&) {}
    static void exit(vendor::stream&, ambit::outcome const&) {}
#endif
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    vendor::stream s;
    ambit::run(ambit::scope(audit_log{}) | ambit::scope(s) | ambit::scope(audit_log{}) >> [] {});
}
