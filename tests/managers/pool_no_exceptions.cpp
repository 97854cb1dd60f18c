// SPDX-License-Identifier: BSL-1.0
// Rules 3.9 and 12, pool: built with -fno-exceptions -fno-rtti.
#include "pooled.hpp"

#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>

#include <utility>

namespace {

using ambit::async_run;
using ambit::run;
using ambit::scope;
using namespace test;

using fallible = expected<int, int>;

}  // namespace

TEST_CASE("3.9 12 pool: without exceptions the predicate sees failures by value") {
    census c;
    test::pool p(1, pooling(c), [](pooled&, ambit::outcome const& o) {
        return o.error<int>() != nullptr && *o.error<int>() == 7;
    });
    auto const fails = [&](int code) {
        return run(scope(p.lease()) >> [code](pooled&) { return fallible(unexpected{code}); });
    };
    CHECK(fails(6).error() == 6);
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
    CHECK(fails(7).error() == 7);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
    CHECK(p.statistics().discarded == 1);
}

TEST_CASE("3.9 12 pool: without exceptions who waits is served, and the pool closes") {
    census c;
    event_loop loop;
    test::pool p(1, pooling(c));
    int served = 0;
    auto const visit = [&]() -> ambit::task<> {
        auto block = scope(p.lease()) >> [&](pooled&) {
            ++served;
            return suspend(loop);
        };
        co_await async_run(std::move(block));
    };
    by_hand<ambit::task<>> first(visit());
    by_hand<ambit::task<>> second(visit());
    first.start();
    second.start();
    CHECK(served == 1);
    while (loop.step()) {
    }
    CHECK(first.ended());
    CHECK(second.ended());
    CHECK(served == 2);
    p.close();
    CHECK(c.alive == 0);
}
