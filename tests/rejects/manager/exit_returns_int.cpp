// SPDX-License-Identifier: BSL-1.0
// An exit that returns neither void nor bool says nothing that anyone would act on.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `descriptor`
// EXPECT: has an exit that returns `int`
// EXPECT: return void or bool

#include <ambit/ambit.hpp>

struct descriptor {
    int enter() { return 3; }
#ifdef FIXED
    void exit(int&) {}
#else
    int exit(int&) { return 0; }
#endif
};

int main() {
    ambit::run(ambit::scope(descriptor{}) >> [](int&) {});
}
