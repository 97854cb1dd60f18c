// SPDX-License-Identifier: BSL-1.0
// Two translation units of one program: nothing is defined twice, and what is one thing is one.
#include "linked.hpp"

#include <support/catch.hpp>

namespace linked {

test::trace run_in_a() {
    test::trace log;
    run_shared(log);
    return log;
}

}  // namespace linked

TEST_CASE("two translation units share the words of the library and the types of their blocks") {
    using test::seen;
    auto const expected =
        test::trace{}.enter(0).enter(1).body().exit(1, seen::failure).exit(0, seen::success);
    CHECK(linked::run_in_a() == expected);
    CHECK(linked::run_in_b() == expected);
    CHECK(linked::words_of_b() == linked::words());
}

TEST_CASE("a block that is made in one translation unit runs in another") {
    test::trace log;
    auto block = linked::make_in_b(log);
    CHECK_FALSE(ambit::run(block));
    CHECK(
        log ==
        test::trace{}.enter(0).enter(1).exit(1, test::seen::failure).exit(0, test::seen::success));
}

TEST_CASE("an exception of the library is caught across translation units") {
    CHECK_THROWS_AS(linked::aggregate_in_b(), ambit::aggregate_error);
}
