// SPDX-License-Identifier: BSL-1.0
// A block that is built and dropped never runs.

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    audit_log a;
    audit_log b;
    auto const f = [] {};
#ifdef FIXED
    ambit::run(ambit::scope(a) >> f);
    ambit::run(ambit::scope(a) | ambit::scope(b) >> f);
#else
    ambit::scope(a) >> f;                      // DISCARDED
    ambit::scope(a) | ambit::scope(b) >> f;    // DISCARDED
    (ambit::scope(a) | ambit::scope(b)) >> f;  // DISCARDED
    ambit::scope(a) | (ambit::scope(b) >> f);  // DISCARDED
    auto p = ambit::scope(a);
    p >> f;  // DISCARDED
    auto block = ambit::scope(b) >> f;
    p | block;            // DISCARDED
    ambit::scope() >> f;  // DISCARDED
#endif
}
