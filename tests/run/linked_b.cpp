// SPDX-License-Identifier: BSL-1.0
#include "linked.hpp"

namespace linked {

test::trace run_in_b() {
    test::trace log;
    run_shared(log);
    return log;
}

std::array<void const*, 3> words_of_b() { return words(); }

shared_block make_in_b(test::trace& log) { return make_shared_block(log); }

void aggregate_in_b() {
    test::trace log;
    ambit::run(ambit::scope(
                   test::watcher<ambit::on_exit_error<ambit::aggregate>>{log, 0, {.exit = true}}) >>
               [] { test::raise(test::body_failure{{-1}}); });
}

}  // namespace linked
