// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.manager]
// EXPECT: stage 0 `lender`
// EXPECT: enter
// EXPECT: return void, an object or an lvalue reference

#include <ambit/ambit.hpp>

struct lender {
    int kept = 0;
#ifdef FIXED
    int& enter() { return kept; }
#else
    int&& enter() { return static_cast<int&&>(kept); }
#endif
    void exit() {}
};

int main() {
    ambit::run(ambit::scope(lender{}) >> [](int&) {});
}
