// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.error]
// EXPECT: stage 0 `vendor::library`
// EXPECT: stage 1 `symbol`
// EXPECT: cannot carry
// EXPECT: let the body return an expected-like type

#include "../support/expected.hpp"
#include <ambit/ambit.hpp>

namespace vendor {
struct handle {};
struct library {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::library> {
    static expected<vendor::handle, int> enter(vendor::library&) { return vendor::handle{}; }
    static void exit(vendor::library&, vendor::handle&) {}
};

struct symbol {
    expected<long, int> enter() { return 1L; }
    void exit() {}
};

int main() {
    auto p =
        ambit::scope(vendor::library{}) | ambit::scope([](vendor::handle&) { return symbol{}; });
#ifdef FIXED
    auto const body = [](long&) { return expected<long, int>(2L); };
#else
    auto const body = [](long&) { return 2L; };
#endif
    (void)ambit::run(p >> body);
}
