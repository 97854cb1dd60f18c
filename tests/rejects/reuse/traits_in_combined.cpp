// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.reuse]
// EXPECT: stage 2 `vendor::upload`
// EXPECT: let a factory make the manager

#include <ambit/ambit.hpp>
#include <utility>

namespace vendor {
struct upload {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::upload> {
    using properties = ambit::properties<ambit::single_use>;
    static void enter(vendor::upload&) {}
    static void exit(vendor::upload&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto session = ambit::scope(audit_log{}) | ambit::scope(audit_log{});
    auto block = session | (ambit::scope(vendor::upload{}) >> [] { return 1; });
#ifdef FIXED
    int const n = ambit::run(std::move(block)) + 1;
#else
    int const n = ambit::run(block) + 1;
#endif
    return n - 2;
}
