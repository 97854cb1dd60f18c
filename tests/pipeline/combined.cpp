// SPDX-License-Identifier: BSL-1.0
// Rule 2.5: combined managers are ordinary values.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

struct counting {
    int entered = 0;
    constexpr void enter() { ++entered; }
    constexpr void exit() noexcept {}
};

}  // namespace

TEST_CASE("2.5 a named pipeline is used as a manager would be") {
    constexpr auto log = [] {
        trace t;
        auto session = scope(quiet{t, 0}) | scope(holder{t, 1});
        run(session | scope(quiet{t, 2}) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(1).enter(2).body().exit(2).exit(1).exit(0));
}

TEST_CASE("2.5 scope(p) of a pipeline is that pipeline") {
    constexpr auto log = [] {
        trace t;
        auto session = scope(quiet{t, 0}) | scope(holder{t, 1});
        run(scope(session) | scope(quiet{t, 2}) >> [&](int&) { t.body(); });
        run(scope(scope(scope(quiet{t, 3}))) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(0).enter(1).enter(2).body().exit(2).exit(1).exit(0).enter(3).body().exit(3));
}

TEST_CASE("2.5 a pipeline may stand beside managers in one scope") {
    constexpr auto log = [] {
        trace t;
        auto session = scope(quiet{t, 1}) | scope(quiet{t, 2});
        run(scope(quiet{t, 0}, session, quiet{t, 3}) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(log() ==
                trace{}.enter(0).enter(1).enter(2).enter(3).body().exit(3).exit(2).exit(1).exit(0));
}

TEST_CASE("2.5 as an lvalue its stages are held by reference") {
    ledger book;
    struct stage {
        immovable t;
        int entered = 0;
        explicit stage(ledger& l) : t(l) {}
        void enter() { ++entered; }
        void exit() {}
    };
    stage outer(book);
    auto session = scope(outer) | scope(counting{});
    run(session | scope(counting{}) >> [] {});
    run(scope(session) >> [] {});
    run(session >> [] {});
    CHECK(outer.entered == 3);

    SECTION("managers that it owns are not copied") {
        struct owned {
            tracked t;
            int& runs;
            int entered = 0;
            void enter() { runs = ++entered; }
            void exit() {}
        };
        int runs = 0;
        auto one = scope(owned{tracked(book), runs});
        run(one >> [] {});
        run(scope(one) | scope() >> [] {});
        run(scope() | one >> [] {});
        CHECK(runs == 3);
        CHECK(book.copies() == 0);
    }
}

TEST_CASE("2.5 as an rvalue its stages are moved in") {
    ledger book;
    struct owned {
        move_only t;
        int enter() { return t.value; }
        void exit() {}
    };
    auto session = scope(owned{move_only(book, 5)}) | scope(counting{});
    CHECK(run(std::move(session) >> [](int& r) { return r; }) == 5);
    CHECK(book.copies() == 0);
}

TEST_CASE("2.5 a combined pipeline suppresses, fails and binds like its stages") {
    trace log;
    auto session = scope(watcher<ambit::suppresses<body_failure>>{log, 0}) | scope(holder{log, 1});
    CHECK_FALSE(run(session | scope(watcher<>{log, 2}) >> [](int&) { raise(body_failure{{-1}}); }));
    CHECK(log ==
          trace{}.enter(0).enter(1).enter(2).exit(2, seen::failure).exit(1).exit(0, seen::failure));
}

TEST_CASE("2.5 a const pipeline runs where its managers enter as const") {
    constexpr auto log = [] {
        trace t;
        auto const session = scope(quiet{t, 0}) | scope(holder{t, 1});
        run(session >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(1).body().exit(1).exit(0));
}

TEST_CASE("2.4 2.5 a named pipeline or block, not const, is copied as any value is") {
    auto const copies = [](auto& original, auto enter_count) {
        using type = std::remove_cvref_t<decltype(original)>;
        type direct(original);
        CHECK(enter_count(direct) == 2);
        auto captured = [original]() mutable { return original; };
        type from_captured = captured();
        CHECK(enter_count(from_captured) == 2);
        std::optional<type> wrapped(original);
        CHECK(enter_count(*wrapped) == 2);
        std::vector<type> several;
        several.emplace_back(original);
        several.push_back(original);
        CHECK(enter_count(several[0]) == 2);
        CHECK(enter_count(several[1]) == 2);
        std::pair<type, int> paired(original, 1);
        CHECK(enter_count(paired.first) == 2);
        // each of them counted for itself
        CHECK(enter_count(original) == 2);
    };
    struct counts {
        int entered = 0;
        int enter() { return ++entered; }
        void exit() noexcept {}
    };
    auto p = scope(counts{});
    run(p >> [](int&) {});
    copies(p, [](auto& q) { return run(q >> [](int& n) { return n; }); });
    auto b = scope(counts{}) >> [](int& n) { return n; };
    CHECK(run(b) == 1);
    copies(b, [](auto& c) { return run(c); });
}
