// SPDX-License-Identifier: BSL-1.0
// Python: an `__exit__` that returns something true.
// EXPECT: [ambit.suppression]
// EXPECT: stage 0 `transaction` has an exit that returns bool and declares no suppression:
// EXPECT: say what it may suppress with suppresses<E...> or suppresses_everything
// EXPECT: or return void

#include <ambit/ambit.hpp>

struct transaction {
    void enter() {}
#ifdef FIXED
    void exit(ambit::outcome const&) {}
#else
    bool exit(ambit::outcome const&) { return true; }
#endif
};

int main() {
    return ambit::run(ambit::scope(transaction{}) >> [] { return 0; });
}
