// SPDX-License-Identifier: BSL-1.0
// What a refused run of a generic body gives may be added: no second error.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `no_manager`
// EXPECT: enter

#include <ambit/ambit.hpp>

struct no_manager {
#ifdef FIXED
    int enter() { return 1; }
    void exit() {}
#endif
};

int main() {
    int sum = 0;
    sum += ambit::run(ambit::scope(no_manager{}) >> [](auto&...) { return 1; });
    return sum;
}
