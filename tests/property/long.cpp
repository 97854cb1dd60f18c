// SPDX-License-Identifier: BSL-1.0
// Rules 3 to 7 against the model: samples of the pipelines of three, four and five stages.
#include "compare.hpp"

namespace {

template <std::size_t Length, std::uint64_t... K>
void compare_samples(std::integer_sequence<std::uint64_t, K...>) {
    (compare_coded<scrambled(K * 8 + Length)>(std::make_index_sequence<Length>()), ...);
}

}  // namespace

TEST_CASE("3 pipelines of three stages, every failing step and pair") {
    compared = 0;
    compare_samples<3>(std::make_integer_sequence<std::uint64_t, 24>());
    CHECK(compared > 24 * 30);
}

TEST_CASE("3 pipelines of four stages, every failing step and pair") {
    compared = 0;
    compare_samples<4>(std::make_integer_sequence<std::uint64_t, 16>());
    CHECK(compared > 16 * 40);
}

TEST_CASE("3 pipelines of five stages, every failing step and pair") {
    compared = 0;
    compare_samples<5>(std::make_integer_sequence<std::uint64_t, 14>());
    CHECK(compared > 14 * 50);
}
