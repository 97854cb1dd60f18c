// SPDX-License-Identifier: BSL-1.0
// `enforce` and `wrap` return what there is to run or to call; `check` is a statement as well.

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() noexcept {}
    void exit() noexcept {}
};

int main() {
    auto p = ambit::scope(audit_log{});
    auto const f = [](int n) { return n; };
#ifdef FIXED
    auto q = ambit::enforce<ambit::rules::nothrow_exits>(p);
    auto g = ambit::wrap(q, f);
    ambit::check(p);
    return g(0);
#else
    ambit::enforce<ambit::rules::nothrow_exits>(p);           // DISCARDED
    ambit::enforce<ambit::rules::nothrow_exits>(p >> [] {});  // DISCARDED
    ambit::enforce<ambit::rules::nothrow_exits>(p) | p;       // DISCARDED
    ambit::check(p);
    ambit::check(p >> [] {});
    ambit::wrap(p, f);                              // DISCARDED
    ambit::wrap(ambit::scope(audit_log{}), [] {});  // DISCARDED
#endif
}
