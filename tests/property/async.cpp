// SPDX-License-Identifier: BSL-1.0
// Rule 10.2 against the model: asynchronous runs of pipelines of one to four stages do what
// synchronous ones do, whichever stages are awaited, whichever step fails or is cancelled.
#include "async_probe.hpp"
#include "compare.hpp"

namespace {

/// Runs in which the stages have the paces that the number Mix stands for.
template <std::uint64_t Mix>
struct asynchronous {
    template <model::kind... K>
    static void compare() {
        each_failing(probe::steps<K...>(),
                     [](some_steps const& failing, some_steps const& cancelling) {
                         compare_records({K...}, failing, cancelling,
                                         probe::async_run<Mix, K...>(failing, cancelling));
                     });
    }
};
constexpr std::uint64_t all_suspend = 2 + 3 * (2 + 3 * (2 + 3 * (2 + 3 * 2)));
constexpr std::uint64_t all_ready = all_suspend / 2;

/// Runs with a mix that depends on the kinds.
struct mixed {
    template <model::kind... K>
    static void compare() {
        std::uint64_t constexpr code = (((static_cast<std::uint64_t>(K) + 1) * 31) + ... + 7);
        asynchronous<scrambled(code)>::template compare<K...>();
    }
};

template <std::uint64_t N>
constexpr std::make_integer_sequence<std::uint64_t, N> first;

}  // namespace

TEST_CASE("10.2 all pipelines of one stage, every failing or cancelled step and pair") {
    compared = 0;
    compare_all<asynchronous<all_suspend>, 1>(first<7>);
    compare_all<asynchronous<all_ready>, 1>(first<7>);
    compare_all<asynchronous<0>, 1>(first<7>);
    CHECK(compared > 3 * 7 * 10);
}

TEST_CASE("10.2 all pipelines of two stages, every failing or cancelled step and pair") {
    compared = 0;
    compare_all<mixed, 2>(first<49>);
    CHECK(compared > 49 * 30);
}

TEST_CASE("10.2 pipelines of three stages, every failing or cancelled step and pair") {
    compared = 0;
    compare_samples<mixed, 3>(first<12>);
    compare_samples<asynchronous<all_suspend>, 3>(first<6>);
    CHECK(compared > 18 * 60);
}

TEST_CASE("10.2 pipelines of four stages, every failing or cancelled step and pair") {
    compared = 0;
    compare_samples<mixed, 4>(first<12>);
    compare_samples<asynchronous<all_suspend>, 4>(first<6>);
    CHECK(compared > 18 * 100);
}
