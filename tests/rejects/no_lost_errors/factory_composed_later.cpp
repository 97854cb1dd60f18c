// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.no_lost_errors]
// EXPECT: stage 1 `output_file`
// EXPECT: on_exit_error<aggregate>

#include <ambit/ambit.hpp>

struct path {};

struct configuration {
    path enter() { return {}; }
    void exit() noexcept {}
};

struct output_file {
    void enter() {}
#ifdef FIXED
    void exit() noexcept {}
#else
    void exit() {}
#endif
};

int main() {
    auto p = ambit::enforce<ambit::rules::no_lost_errors>(ambit::scope(configuration{}));
    auto const open = [](path const&) { return output_file{}; };
    return ambit::run(p | ambit::scope(open) >> [](path&) { return 1; }) + 1 - 2;
}
