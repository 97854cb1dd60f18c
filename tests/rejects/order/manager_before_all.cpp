// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 2 `nothing`
// ABSENT: [ambit.suppression]
// ABSENT: [ambit.body]

#include <ambit/ambit.hpp>

struct settings {};

struct configuration {
    settings enter() { return {}; }
    void exit() {}
};

struct retrying {
#ifdef FIXED
    using properties = ambit::properties<ambit::suppresses<int>>;
#endif
    void enter() {}
    bool exit() { return true; }
};

struct nothing {
#ifdef FIXED
    void enter() {}
    void exit() {}
#endif
};

int main() {
#ifdef FIXED
    auto const body = [](settings&) { return 1; };
#else
    auto const body = [](int&) { return 1; };
#endif
    (void)ambit::run(ambit::scope(configuration{}, retrying{}, nothing{}) >> body);
}
