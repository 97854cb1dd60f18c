// SPDX-License-Identifier: BSL-1.0
// Both thread-bound stages are offenders; the stage between them suspends neither.
// EXPECT: [ambit.suspend]
// EXPECT: stage 0
// EXPECT: bracket
// EXPECT: stage 2 `vendor::gl_context`
// EXPECT: stage 3 `session`
// EXPECT: acquire it inside

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>

namespace vendor {
struct gl_context {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::gl_context> {
#ifndef FIXED
    using properties = ambit::properties<ambit::thread_bound>;
#endif
    static void enter(vendor::gl_context&) {}
    static void exit(vendor::gl_context&) {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct session {
    awaitable<int> async_enter() { return {}; }
    awaitable<> async_exit(int&) { return {}; }
};

int main() {
    auto name = ambit::bracket([] {}, [] {});
#ifdef FIXED
    auto p = ambit::scope(name);
#else
    auto p = ambit::scope(ambit::with<ambit::thread_bound>(name));
#endif
    (void)ambit::check(p | ambit::scope(audit_log{}) | ambit::scope(vendor::gl_context{}) |
                       ambit::scope(session{}));
}
