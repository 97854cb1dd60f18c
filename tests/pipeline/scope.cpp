// SPDX-License-Identifier: BSL-1.0
// Rule 2.1: what scope takes, and how it holds it.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/throws_on.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

template <class T>
struct carries {
    T cargo;
    int entered = 0;
    constexpr void enter() { ++entered; }
    constexpr void exit() noexcept {}
};

}  // namespace

TEST_CASE("2.1 scope() is the empty pipeline") {
    CHECK_TWICE(run(scope() >> [] { return 42; }) == 42);
    CHECK_TWICE(run(scope() >> [](auto&... xs) { return sizeof...(xs); }) == 0);
    int value = 0;
    int& same = run(scope() >> [&]() -> int& { return value; });
    CHECK(&same == &value);
}

TEST_CASE("2.1 scope makes one stage per argument, left outside right") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}, holder{t, 1}, watcher<>{t, 2}) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() ==
                trace{}.enter(0).enter(1).enter(2).body().exit(2, seen::success).exit(1).exit(0));
}

TEST_CASE("2.1 an rvalue is moved in") {
    constexpr auto never_copied = [] {
        ledger book;
        run(scope(carries<tracked>{tracked(book)}) >> [] {});
        return book.copies() == 0 && book.alive() == 0;
    };
    CHECK_TWICE(never_copied());

    SECTION("so a move-only manager works") {
        ledger book;
        carries<move_only> manager{move_only(book, 5)};
        run(scope(std::move(manager)) >> [] {});
        CHECK(book.alive() == 1);  // what was moved from
        CHECK(manager.cargo.value == -1);
    }
}

TEST_CASE("2.1 an lvalue is held by reference") {
    constexpr auto entered = [] {
        ledger book;
        carries<immovable> manager{immovable(book)};
        run(scope(manager) >> [] {});
        run(scope(manager) | scope() >> [] {});
        return book.made() == 1 ? manager.entered : -1;
    };
    CHECK_TWICE(entered() == 2);
}

TEST_CASE("2.1 lvalues and rvalues may be mixed in one scope") {
    ledger book;
    carries<immovable> outer{immovable(book)};
    run(scope(outer, carries<move_only>{move_only(book)}, outer) >> [] {});
    CHECK(outer.entered == 2);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 1);
}

TEST_CASE("2.1 a const lvalue is a manager where its enter and exit are const") {
    constexpr auto log = [] {
        trace t;
        holder const manager{t, 1};
        run(scope(manager) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(1).body().exit(1));
    STATIC_REQUIRE(ambit::well_formed<decltype(scope(std::declval<holder const&>()))>);
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(scope(std::declval<carries<int> const&>()))>);
}

TEST_CASE("2.1 scope(x) itself never errs") {
    struct nothing {};
    // Both are accepted here and rejected by well_formed, and so by check and run.
    [[maybe_unused]] auto no_manager = scope(nothing{});
    [[maybe_unused]] auto number = scope(42);
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(no_manager)>);
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(number)>);
}

TEST_CASE("2.1 a manager whose move throws while the pipeline is made leaves nothing entered") {
    trace log;
    struct heavy {
        trace& log;
        throws_on<2> cargo;
        void enter() { log.enter(1); }
        void exit() { log.exit(1); }
    };
    int moves = 0;
    auto const attempt = [&] {
        heavy manager{log, throws_on<2>(moves)};
        auto first = scope(quiet{log, 0}) | scope(std::move(manager));
        run(std::move(first) | scope(quiet{log, 2}) >> [&] { log.body(); });
    };
    CHECK_THROWS_AS(attempt(), failure);
    CHECK(log.empty());
}

TEST_CASE("2.1 a manager may hold what cannot be shared") {
    struct owner {
        std::unique_ptr<int> p;
        std::unique_ptr<int>& enter() { return p; }
        void exit(std::unique_ptr<int>&, ambit::outcome const&) {}
    };
    int const value =
        run(scope(owner{std::make_unique<int>(4)}) >> [](std::unique_ptr<int>& p) { return *p; });
    CHECK(value == 4);
}

TEST_CASE("2.1 an rvalue that cannot be moved in is refused by well_formed, not by scope") {
    struct fixed {
        fixed() = default;
        fixed(fixed const&) = delete;
        void enter() {}
        void exit() {}
    };
    [[maybe_unused]] auto refused = scope(fixed{});
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(refused)>);
    fixed named;
    auto accepted = scope(named);
    STATIC_REQUIRE(ambit::well_formed<decltype(accepted)>);
    run(accepted >> [] {});
}
