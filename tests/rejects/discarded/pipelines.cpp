// SPDX-License-Identifier: BSL-1.0
// A pipeline that is built and dropped acquires nothing: it is a run that was forgotten.

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    audit_log a;
    audit_log b;
#ifdef FIXED
    auto p = ambit::scope();
    auto q = ambit::scope(a);
    auto r = ambit::scope(a, b);
    auto s = ambit::scope(a) | ambit::scope(b);
    ambit::run(p | q | r | s >> [] {});
#else
    ambit::scope();                            // DISCARDED
    ambit::scope(a);                           // DISCARDED
    ambit::scope(a, audit_log{});              // DISCARDED
    ambit::scope([] { return audit_log{}; });  // DISCARDED
    ambit::scope(a) | ambit::scope(b);         // DISCARDED
    auto p = ambit::scope(a);
    ambit::scope(p);      // DISCARDED
    p | ambit::scope(b);  // DISCARDED
    p | p;                // DISCARDED
#endif
}
