// SPDX-License-Identifier: BSL-1.0
// Rules 3 to 7 against the model: samples of the pipelines of three, four and five stages.
#include "compare.hpp"

TEST_CASE("3 pipelines of three stages, every failing step and pair") {
    compared = 0;
    compare_samples<synchronous, 3>(std::make_integer_sequence<std::uint64_t, 24>());
    CHECK(compared > 24 * 30);
}

TEST_CASE("3 pipelines of four stages, every failing step and pair") {
    compared = 0;
    compare_samples<synchronous, 4>(std::make_integer_sequence<std::uint64_t, 16>());
    CHECK(compared > 16 * 40);
}

TEST_CASE("3 pipelines of five stages, every failing step and pair") {
    compared = 0;
    compare_samples<synchronous, 5>(std::make_integer_sequence<std::uint64_t, 14>());
    CHECK(compared > 14 * 50);
}
