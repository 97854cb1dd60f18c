// SPDX-License-Identifier: BSL-1.0
// What a refused run of a generic body gives may be streamed: no second error.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `no_manager`
// EXPECT: enter

#include <ambit/ambit.hpp>

#include <iostream>

struct no_manager {
#ifdef FIXED
    int enter() { return 1; }
    void exit() {}
#endif
};

int main() {
    std::cout << ambit::run(ambit::scope(no_manager{}) >> [](auto&) { return 1; });
}
