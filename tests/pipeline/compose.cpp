// SPDX-License-Identifier: BSL-1.0
// Rule 2.2 at run time; that groupings are one type is in tests/static.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

constexpr trace abc_in_order = trace{}.enter(0).enter(1).enter(2).body().exit(2).exit(1).exit(0);

constexpr int left_to_right = 0;
constexpr int bound_first = 1;
constexpr int right_to_left = 2;
constexpr int block_grows = 3;
constexpr int mixed = 4;

template <int Grouping>
constexpr trace grouped() {
    trace t;
    auto a = scope(quiet{t, 0});
    auto b = scope(quiet{t, 1});
    auto c = scope(quiet{t, 2});
    auto body = [&t] { t.body(); };
    if constexpr (Grouping == left_to_right) {
        run(((a | b) | c) >> body);
    } else if constexpr (Grouping == bound_first) {
        run(a | b | c >> body);
    } else if constexpr (Grouping == right_to_left) {
        run((a | (b | c)) >> body);
    } else if constexpr (Grouping == block_grows) {
        run(a | (b | (c >> body)));
    } else {
        run((a | b) | (c >> body));
    }
    return t;
}

}  // namespace

TEST_CASE("2.2 every grouping runs in the same order") {
    CHECK_TWICE(grouped<left_to_right>() == abc_in_order);
    CHECK_TWICE(grouped<bound_first>() == abc_in_order);
    CHECK_TWICE(grouped<right_to_left>() == abc_in_order);
    CHECK_TWICE(grouped<block_grows>() == abc_in_order);
    CHECK_TWICE(grouped<mixed>() == abc_in_order);
}

TEST_CASE("2.2 the empty pipeline on either side changes nothing") {
    constexpr auto log = [] {
        trace t;
        run(scope() | scope(quiet{t, 0}) | scope() | scope(quiet{t, 1}) |
            scope() >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(1).body().exit(1).exit(0));
}

TEST_CASE("2.2 the body is copied or moved in") {
    SECTION("an lvalue body is copied") {
        int calls = 0;
        auto body = [&calls, own = 0]() mutable { calls = ++own; };
        run(scope() >> body);
        run(scope() >> body);
        CHECK(calls == 1);
    }
    SECTION("an rvalue body is moved") {
        auto body = [p = std::make_unique<int>(8)] { return *p; };
        CHECK(run(scope() >> std::move(body)) == 8);
    }
    SECTION("and destroyed with the block") {
        ledger book;
        run(scope() >> [t = tracked(book, 2)] { return t.value; });
        CHECK(book.alive() == 0);
        CHECK(book.copies() == 0);
    }
}

TEST_CASE("2.2 move-only managers go through every grouping") {
    struct stage {
        std::unique_ptr<int> p;
        int enter() { return *p; }
        void exit() {}
    };
    auto make = [](int i) { return scope(stage{std::make_unique<int>(i)}); };
    auto body = [](int& a, int& b, int& c) { return 100 * a + 10 * b + c; };
    CHECK(run(((make(1) | make(2)) | make(3)) >> body) == 123);
    CHECK(run(make(1) | (make(2) | (make(3) >> body))) == 123);
    CHECK(run((make(1) | (make(2) | make(3))) >> body) == 123);
}

TEST_CASE("2.2 a pipeline of thirty-two stages") {
    constexpr auto count = [] {
        trace t;
        auto four = [&t](int i) {
            return scope(quiet{t, i}, quiet{t, i + 1}, quiet{t, i + 2}, quiet{t, i + 3});
        };
        run(four(0) | four(4) | four(8) | four(12) | four(16) | four(20) | four(24) |
            four(28) >> [&] { t.body(); });
        trace expected;
        for (int i = 0; i != 32; ++i) {
            expected.enter(i);
        }
        expected.body();
        for (int i = 32; i != 0; --i) {
            expected.exit(i - 1);
        }
        return t == expected;
    };
    CHECK_TWICE(count());
}

TEST_CASE("2.2 a pipeline is put outside a named block, whose stages are held by reference") {
    struct counting {
        int entered = 0;
        constexpr int enter() { return ++entered; }
        constexpr void exit() {}
    };
    constexpr auto sum = [] {
        trace t;
        auto inner = scope(counting{}) >> [](int& n) { return n; };
        int const first = run(scope(quiet{t, 0}) | inner);
        int const second = run(scope(quiet{t, 0}) | inner);
        return 10 * first + second;
    };
    CHECK_TWICE(sum() == 12);
}

namespace {
/// Moves when it is told to, and not by itself.
struct moved_explicitly {
    int value = 1;

    moved_explicitly() = default;
    constexpr explicit moved_explicitly(moved_explicitly&& m) noexcept : value(m.value) {}

    constexpr int enter() const { return value; }
    constexpr void exit(int&) const noexcept {}
};
}  // namespace

TEST_CASE("2.1 a manager may have an explicit move constructor") {
    auto sum = [](int a, int b, int c) { return a + b + c; };
    using m = moved_explicitly;
    CHECK(run(scope(m()) | scope(m()) | scope(m()) >> sum) == 3);
    CHECK(run(scope(m(), m(), m()) >> sum) == 3);
    CHECK(run(scope(m()) | (scope(m()) | scope(m())) >> sum) == 3);
    m kept;
    CHECK(run(scope(kept) | scope(m()) | scope(m()) >> sum) == 3);
}
