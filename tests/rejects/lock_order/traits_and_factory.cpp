// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.lock_order]
// EXPECT: stage 0 `vendor::mutex`
// EXPECT: stage 2 `table_lock<4>`
// EXPECT: has lock_level 4 inside
// EXPECT: with 5
// EXPECT: lowest outside

#include <ambit/ambit.hpp>

namespace vendor {
struct mutex {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::mutex> {
    using properties = ambit::properties<ambit::lock_level<5>>;
    static void enter(vendor::mutex&) {}
    static void exit(vendor::mutex&) {}
};

struct table {};

struct open_table {
    table enter() { return {}; }
    void exit() {}
};

template <int Level>
struct table_lock {
    using properties = ambit::properties<ambit::lock_level<Level>>;
    void enter() {}
    void exit() {}
};

int main() {
    vendor::mutex m;
#ifdef FIXED
    auto const lock = [](table&) { return table_lock<6>{}; };
#else
    auto const lock = [](table&) { return table_lock<4>{}; };
#endif
    int const n = ambit::run(ambit::scope(m) | ambit::scope(open_table{}) |
                             ambit::scope(lock) >> [](table&) { return 1; }) +
                  1;
    return n - 2;
}
