// SPDX-License-Identifier: BSL-1.0
// Rules 3 to 7 against the model: all pipelines of one and two stages.
#include "compare.hpp"

TEST_CASE("3 all pipelines of one stage, every failing step and pair") {
    compared = 0;
    compare_all<synchronous, 1>(std::make_integer_sequence<std::uint64_t, 7>());
    CHECK(compared > 7 * 5);
}

TEST_CASE("3 all pipelines of two stages, every failing step and pair") {
    compared = 0;
    compare_all<synchronous, 2>(std::make_integer_sequence<std::uint64_t, 49>());
    CHECK(compared > 49 * 20);
}
