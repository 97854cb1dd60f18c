// SPDX-License-Identifier: BSL-1.0
// The exit's exception would be set aside where no one looks.
// EXPECT: [ambit.no_lost_errors]
// EXPECT: stage 1 `output_file`
// EXPECT: on_exit_error<aggregate>

#include <ambit/ambit.hpp>

struct audit_log {
    void enter() {}
#ifdef FIXED
    void exit(ambit::outcome const&) noexcept {}
#else
    void exit() noexcept {}
#endif
};

struct output_file {
    void enter() {}
    void exit() {}
};

int main() {
    auto p = ambit::scope(audit_log{}) | ambit::scope(output_file{});
    ambit::run(ambit::enforce<ambit::rules::no_lost_errors>(p) >> [] {});
}
