// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.no_lost_errors]
// EXPECT: stage 0 `output_file`
// EXPECT: stage 1
// EXPECT: bracket
// EXPECT: on_exit_error<aggregate>

#include <ambit/ambit.hpp>

struct output_file {
    using properties = ambit::properties<ambit::on_exit_error<ambit::keep_last>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto flush = ambit::bracket([] {}, [] {});
#ifdef FIXED
    using all = ambit::on_exit_error<ambit::aggregate>;
    auto p = ambit::scope(ambit::with<all>(output_file{})) | ambit::scope(ambit::with<all>(flush));
#else
    auto p = ambit::scope(output_file{}) | ambit::scope(flush);
#endif
    ambit::run(ambit::enforce<ambit::rules::no_lost_errors>(p) >> [] {});
}
