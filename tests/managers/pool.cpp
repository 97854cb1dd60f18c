// SPDX-License-Identifier: BSL-1.0
// Rule 12, pool: what one thread sees of it.
#include "pooled.hpp"

#include <support/allocations.hpp>
#include <support/catch.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using ambit::run;
using ambit::scope;
using namespace std::chrono_literals;
using namespace test;

using lease = ambit::pool_lease<pooled>;
static_assert(ambit::sync_manager<lease> && ambit::async_manager<lease>);
static_assert(ambit::sync_manager<lease const> && ambit::async_manager<lease const>);
static_assert(std::is_same_v<ambit::resource_t<lease>, pooled&>);
static_assert(std::is_same_v<ambit::properties_of<lease>, ambit::properties<ambit::blocking>>);
static_assert(std::is_copy_constructible_v<lease>);
static_assert(!std::is_copy_constructible_v<test::pool> &&
              !std::is_move_constructible_v<test::pool>);

struct takes_nothing {
    bool operator()() const { return false; }
};
template <class Factory, class Broken>
constexpr bool makes_a_pool = std::is_constructible_v<test::pool, std::size_t, Factory, Broken>;
using factory = decltype(pooling(std::declval<census&>()));
static_assert(makes_a_pool<factory, decltype(is_broken)>);
static_assert(!makes_a_pool<factory, takes_nothing> && !makes_a_pool<factory, int>);
static_assert(!makes_a_pool<takes_nothing, decltype(is_broken)>);

constexpr auto id_of = [](pooled& p) { return p.id; };
constexpr auto breaks = [](pooled& p) {
    p.broken = true;
    return p.id;
};

}  // namespace

TEST_CASE("12 pool: resources are made when they are needed, and kept") {
    census c;
    {
        test::pool p(2, pooling(c));
        CHECK(c.made == 0);
        CHECK(run(scope(p.lease()) >> id_of) == 0);
        CHECK(run(scope(p.lease()) >> id_of) == 0);
        CHECK(standing_of(p) == standing{1, 1, 0, 0});

        auto const both = scope(p.lease()) | scope(p.lease()) >> [&](pooled& a, pooled& b) {
            CHECK(standing_of(p) == standing{2, 0, 2, 0});
            return 10 * a.id + b.id;
        };
        CHECK(run(both) == 1);
        CHECK(run(both) == 1);  // the outer one came back last, and is lent first
        CHECK(standing_of(p) == standing{2, 2, 0, 0});
        CHECK(c.alive == 2);
    }
    CHECK(c.alive == 0);
}

TEST_CASE("12 pool: a lease is a value, used again and again") {
    census c;
    test::pool p(1, pooling(c));
    auto const kept = p.lease();
    auto const copy = kept;
    for (int i = 0; i != 3; ++i) {
        CHECK(run(scope(kept) >> id_of) == 0);
        CHECK(run(scope(copy) >> id_of) == 0);
    }
    CHECK(p.statistics().leases == 6);
    CHECK(p.statistics().created == 1);
}

TEST_CASE("12 pool: functions of any type, and a resource made from what the factory returns") {
    ambit::pool from_move_only(
        1, [n = std::make_unique<int>(6)] { return *n + 1; },
        [n = std::make_unique<int>(7)](int& x) { return x != *n; });
    static_assert(std::is_same_v<decltype(from_move_only), ambit::pool<int>>);
    CHECK(run(scope(from_move_only.lease()) >> [](int& x) { return x; }) == 7);
    CHECK(from_move_only.statistics().discarded == 0);

    ambit::pool<std::vector<int>> converted(1, [] { return std::size_t{3}; });
    CHECK(run(scope(converted.lease()) >> [](std::vector<int>& v) { return v.size(); }) == 3);

    struct alignas(64) wide {
        std::uintptr_t where() const { return reinterpret_cast<std::uintptr_t>(this); }
    };
    ambit::pool wides(1, [] { return wide(); });
    CHECK(run(scope(wides.lease()) >> [](wide& w) { return w.where(); }) % 64 == 0);
}

TEST_CASE("12 pool: a bound of none is refused") {
    census c;
    CHECK_THROWS_AS(test::pool(0, pooling(c)), std::invalid_argument);
}

TEST_CASE("12 pool: a broken resource is replaced, not returned") {
    census c;
    test::pool p(1, pooling(c), is_broken);
    CHECK(run(scope(p.lease()) >> breaks) == 0);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
    CHECK(c.alive == 0);
    CHECK(run(scope(p.lease()) >> id_of) == 1);
    CHECK(run(scope(p.lease()) >> id_of) == 1);
    CHECK(c.most == 1);
    CHECK(p.statistics().discarded == 1);
    CHECK(p.statistics().created == 2);
}

TEST_CASE("12 pool: the predicate sees the outcome where it takes one") {
    struct either_way {
        std::vector<char>* seen;
        bool operator()(pooled&, ambit::outcome const& o) {
            seen->push_back(o.cancelled() ? 'c' : o.error<body_failed>() != nullptr ? 'f' : 's');
            return o.failed();
        }
        bool operator()(pooled&) const { return true; }
    };
    census c;
    std::vector<char> seen;
    test::pool p(1, pooling(c), either_way{&seen});
    run(scope(p.lease()) >> [] {});
    CHECK_THROWS_AS(run(scope(p.lease()) >> []() -> void { throw body_failed(); }), body_failed);
    CHECK_THROWS_AS(run(scope(p.lease()) >> []() -> void { throw ambit::cancelled(); }),
                    ambit::cancelled);
    CHECK(seen == std::vector<char>{'s', 'f', 'c'});
    CHECK(c.made == 2);
    CHECK(c.alive == 0);
}

TEST_CASE("12 pool: a predicate that throws: the resource is gone, the exit failed") {
    census c;
    test::pool p(1, pooling(c), [](pooled&) -> bool { throw predicate_failed(); });
    CHECK_THROWS_AS(run(scope(p.lease()) >> [] {}), predicate_failed);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
    CHECK_THROWS_AS(run(scope(p.lease()) >> []() -> void { throw body_failed(); }), body_failed);
    CHECK(p.statistics().discarded == 2);
    CHECK(c.alive == 0);
    CHECK(c.made == 2);
}

TEST_CASE("12 pool: a factory that throws: that enter failed, and no place is lost") {
    census c;
    int calls = 0;
    test::pool p(1, [&] {
        if (++calls % 2 == 1) {
            throw factory_failed();
        }
        return pooled(c);
    });
    CHECK_THROWS_AS(run(scope(p.lease()) >> [] {}), factory_failed);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
    CHECK(run(scope(p.lease()) >> id_of) == 0);
    CHECK(p.statistics().failures == 1);
    CHECK(p.statistics().leases == 1);
}

TEST_CASE("12 pool: when time is up, enter throws pool_timeout") {
    census c;
    test::pool p(1, pooling(c));
    auto const now = [] { return std::chrono::steady_clock::now(); };
    auto const nested = [&](auto inner) {
        run(scope(p.lease(0s)) | scope(inner) >> [](pooled&, pooled&) {});
    };
    CHECK_THROWS_AS(nested(p.lease(0s)), ambit::pool_timeout);
    CHECK_THROWS_AS(nested(p.lease(-1h)), ambit::pool_timeout);
    CHECK_THROWS_AS(nested(p.lease_until(now() - 1s)), ambit::pool_timeout);
    CHECK(p.statistics().waits == 0);

    auto begun = now();
    CHECK_THROWS_AS(nested(p.lease(std::chrono::duration<double>(0.02))), ambit::pool_timeout);
    CHECK(now() - begun >= 20ms);
    auto const until = now() + 20ms;
    CHECK_THROWS_AS(nested(p.lease_until(until)), ambit::pool_timeout);
    CHECK(now() >= until);
    CHECK(p.statistics().waits == 2);
    CHECK(p.statistics().timeouts == 5);
    CHECK(standing_of(p) == standing{1, 1, 0, 0});
    // a limit beyond all time is none, and nothing overflows
    CHECK(run(scope(p.lease(std::chrono::hours::max())) >> id_of) == 0);
}

TEST_CASE("12 pool: close destroys what is idle, and nobody enters any more") {
    census c;
    test::pool p(2, pooling(c));
    run(scope(p.lease()) | scope(p.lease()) >> [&](pooled&, pooled&) {
        CHECK_FALSE(p.close_for(1ms));
        CHECK(p.statistics().closed);
        CHECK_THROWS_AS(run(scope(p.lease()) >> [] {}), ambit::pool_closed);
        CHECK(c.alive == 2);
    });
    CHECK(c.alive == 0);  // nothing that comes back is kept
    CHECK(p.close_for(0s));
    p.close();
    CHECK_THROWS_AS(run(scope(p.lease(0s)) >> [] {}), ambit::pool_closed);
    CHECK(standing_of(p) == standing{0, 0, 0, 0});
    CHECK(p.statistics().discarded == 0);

    test::pool idle(1, pooling(c));
    run(scope(idle.lease()) >> [] {});
    CHECK(c.alive == 1);
    idle.close();
    CHECK(c.alive == 0);
}

TEST_CASE("12 pool: its failures are exceptions that say what happened") {
    std::exception const& late = ambit::pool_timeout();
    CHECK(std::string(late.what()) == "ambit::pool: no resource became free in time");
    std::exception const& shut = ambit::pool_closed();
    CHECK(std::string(shut.what()) == "ambit::pool: the pool is closed");
}

TEST_CASE("12 pool: a lease of what is idle allocates nothing") {
    census c;
    test::pool p(1, pooling(c), is_broken);
    run(scope(p.lease()) >> [] {});
    auto const once = count_allocations([&] { run(scope(p.lease(1s)) >> [] {}); });
    CHECK(once.made == 0);
    auto const renewed = count_allocations([&] {
        run(scope(p.lease()) >> breaks);
        run(scope(p.lease()) >> [] {});
    });
    CHECK(renewed.made == 1);
    CHECK(renewed.freed == 1);
}
