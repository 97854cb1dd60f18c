// SPDX-License-Identifier: BSL-1.0
// Rules 3 to 7 against the model: all pipelines of one and two stages.
#include "compare.hpp"

namespace {

template <std::size_t Length, std::uint64_t... Code>
void compare_all(std::integer_sequence<std::uint64_t, Code...>) {
    (compare_coded<Code>(std::make_index_sequence<Length>()), ...);
}

}  // namespace

TEST_CASE("3 all pipelines of one stage, every failing step and pair") {
    compared = 0;
    compare_all<1>(std::make_integer_sequence<std::uint64_t, 7>());
    CHECK(compared > 7 * 5);
}

TEST_CASE("3 all pipelines of two stages, every failing step and pair") {
    compared = 0;
    compare_all<2>(std::make_integer_sequence<std::uint64_t, 49>());
    CHECK(compared > 49 * 20);
}
