// SPDX-License-Identifier: BSL-1.0
// A plain value where a manager is wanted.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `file_name`
// EXPECT: has neither enter() nor exit(), and is no callable that returns a manager

#include <ambit/ambit.hpp>

struct file_name {
    char const* text;
};

struct input_file {
    file_name name;
    int enter() { return name.text[0]; }
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    auto const body = [] { return 1; };
#ifdef FIXED
    return ambit::run(ambit::scope(input_file{{"shop.csv"}}) | ambit::scope(audit_log{}) >> body);
#else
    return ambit::run(ambit::scope(file_name{"shop.csv"}) | ambit::scope(audit_log{}) >> body);
#endif
}
