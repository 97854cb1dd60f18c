// SPDX-License-Identifier: BSL-1.0
// A stage inside has exited already when this exit throws.
// EXPECT: [ambit.no_lost_errors]
// EXPECT: stage 0 `output_file`
// EXPECT: on_exit_error<aggregate>

#include <ambit/ambit.hpp>

struct report {
    void enter() {}
    void exit(ambit::outcome const&) noexcept {}
};

struct output_file {
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(report{}) | ambit::scope(output_file{});
#else
    auto p = ambit::scope(output_file{}) | ambit::scope(report{});
#endif
    (void)ambit::check(ambit::enforce<ambit::rules::no_lost_errors>(p >> [] {}));
}
