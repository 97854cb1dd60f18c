// SPDX-License-Identifier: BSL-1.0
// `|` joins pipelines. What it makes of the mistake may be used without a second error.
// EXPECT: [ambit.manager]
// EXPECT: the right side of | is no pipeline or block
// EXPECT: write scope(...) around a manager

#include <ambit/ambit.hpp>

struct database {
    int enter() { return 1; }
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(database{}) | ambit::scope(audit_log{});
#else
    auto p = ambit::scope(database{}) | audit_log{};
#endif
    return ambit::run(p >> [](int& rows) { return rows; }) - 1;
}
