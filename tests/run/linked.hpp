// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_RUN_LINKED_HPP
#define AMBIT_TESTS_RUN_LINKED_HPP

#include <support/probes.hpp>

#include <array>
#include <utility>

// What linked_a.cpp and linked_b.cpp share.
namespace linked {

struct fails {
    void operator()() const { test::raise(test::body_failure{{-1}}); }
};

inline auto make_shared_block(test::trace& log) {
    return ambit::scope(test::watcher<>{log, 0}) |
           ambit::scope(test::watcher<ambit::suppresses_everything>{log, 1}) >> fails{};
}
using shared_block = decltype(make_shared_block(std::declval<test::trace&>()));

inline void run_shared(test::trace& log) {
    ambit::run(ambit::scope(test::watcher<>{log, 0}) |
               ambit::scope(test::watcher<ambit::suppresses_everything>{log, 1}) >> [&] {
                   log.body();
                   test::raise(test::body_failure{{-1}});
               });
}

/// The addresses of function objects: one each in a program.
inline std::array<void const*, 3> words() { return {&ambit::scope, &ambit::run, &ambit::wrap}; }

test::trace run_in_a();
test::trace run_in_b();
std::array<void const*, 3> words_of_b();
shared_block make_in_b(test::trace& log);
void aggregate_in_b();

}  // namespace linked

#endif
