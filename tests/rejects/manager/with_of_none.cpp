// SPDX-License-Identifier: BSL-1.0
// Facts do not make a manager.
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `level`
// EXPECT: has neither enter() nor exit()

#include <ambit/ambit.hpp>

struct level {
#ifdef FIXED
    void enter() {}
    void exit() {}
#endif
};

int main() {
    ambit::run(ambit::scope(ambit::with<ambit::thread_bound>(level{})) >> [] {});
}
