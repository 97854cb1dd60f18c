// SPDX-License-Identifier: BSL-1.0
// Rules 2.3 and 2.4: a block is a value, and nothing is acquired before it runs.
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

}  // namespace

TEST_CASE("2.3 nothing is acquired before the block runs") {
    trace log;
    auto pipeline = scope(quiet{log, 0}) | scope([&] {
                        log.make(1);
                        return quiet{log, 1};
                    });
    auto block = pipeline >> [&] { log.body(); };
    CHECK(log.empty());
    run(block);
    CHECK(log == trace{}.enter(0).make(1).enter(1).body().exit(1).exit(0));
}

TEST_CASE("2.3 a block that is never run acquires nothing and releases nothing") {
    trace log;
    {
        [[maybe_unused]] auto block = scope(quiet{log, 0}) | scope(holder{log, 1}) >> [](int&) {};
    }
    CHECK(log.empty());
}

TEST_CASE("2.4 a block on an lvalue runs again") {
    constexpr auto log = [] {
        trace t;
        auto block = scope(quiet{t, 0}) | scope(watcher<>{t, 1}) >> [&] { t.body(); };
        run(block);
        run(block);
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .body()
                             .exit(1, seen::success)
                             .exit(0)
                             .enter(0)
                             .enter(1)
                             .body()
                             .exit(1, seen::success)
                             .exit(0));
}

TEST_CASE("2.4 a block runs again after it failed, and after a failure was suppressed") {
    trace log;
    bool body_fails = true;
    auto body = [&] {
        if (body_fails) {
            raise(body_failure{{-1}});
        }
        log.body();
    };
    SECTION("failed") {
        auto block = scope(watcher<>{log, 0}) >> body;
        CHECK_THROWS_AS(run(block), body_failure);
        body_fails = false;
        run(block);
    }
    SECTION("suppressed") {
        auto block = scope(watcher<ambit::suppresses<body_failure>>{log, 0}) >> body;
        CHECK_FALSE(run(block));
        body_fails = false;
        CHECK(run(block));
    }
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(0).body().exit(0, seen::success));
}

TEST_CASE("2.4 managers and body keep their state from run to run") {
    struct counting {
        int n = 0;
        constexpr int enter() { return ++n; }
        constexpr void exit() {}
    };
    constexpr auto results = [] {
        auto block = scope(counting{}) >> [calls = 0](int& n) mutable { return 10 * n + ++calls; };
        int const first = run(block);
        return 100 * first + run(block);
    };
    CHECK_TWICE(results() == 1122);
}

TEST_CASE("2.4 run on an rvalue consumes the block") {
    ledger book;
    struct stage {
        move_only t;
        int enter() { return t.value; }
        void exit() noexcept {}
    };
    auto block = scope(stage{move_only(book, 3)}) >>
                 [m = move_only(book, 4)](int& r) { return r + m.value; };
    CHECK(run(std::move(block)) == 7);
    CHECK(book.copies() == 0);
}

TEST_CASE("2.4 a block moves as its managers and body do") {
    ledger book;
    auto block = scope() >> [m = move_only(book, 4)] { return m.value; };
    auto moved = std::move(block);
    CHECK(run(moved) == 4);
    STATIC_REQUIRE(std::is_move_constructible_v<decltype(block)>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<decltype(block)>);

    auto copyable = scope() >> [t = tracked(book, 5)] { return t.value; };
    auto copy = copyable;
    CHECK(run(copy) == 5);
    CHECK(run(copyable) == 5);
}

TEST_CASE("2.4 a const block runs where its managers enter as const") {
    constexpr auto log = [] {
        trace t;
        auto const block = scope(quiet{t, 0}) | scope(holder{t, 1}) >> [&](int& r) { t.body(r); };
        run(block);
        run(block);
        return t;
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(0).enter(1).body(1).exit(1).exit(0).enter(0).enter(1).body(1).exit(1).exit(
            0));
}

TEST_CASE("2.4 a block may be built in one function and run in another") {
    trace log;
    auto build = [&log](int id) {
        return scope(quiet{log, id}) | scope(holder{log, id + 1}) >> [](int& r) { return r; };
    };
    auto block = build(4);
    CHECK(run(block) == 5);
    CHECK(run(build(6)) == 7);
}

TEST_CASE("2.4 a block runs inside the body of another") {
    constexpr auto log = [] {
        trace t;
        run(scope(watcher<>{t, 0}) >> [&] {
            run(scope(watcher<>{t, 1}) >> [&] { t.body(); });
            run(scope(watcher<>{t, 2}) >> [&] { t.body(); });
        });
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .body()
                             .exit(1, seen::success)
                             .enter(2)
                             .body()
                             .exit(2, seen::success)
                             .exit(0, seen::success));
}

TEST_CASE("2.4 a block may run itself again from its own body") {
    trace log;
    int depth = 0;
    struct recursive {
        trace& log;
        int& depth;
        void operator()() {
            log.body(depth);
            if (++depth != 3) {
                run(scope(watcher<>{log, depth}) >> *this);
            }
        }
    };
    run(scope(watcher<>{log, 0}) >> recursive{log, depth});
    CHECK(log == trace{}
                     .enter(0)
                     .body(0)
                     .enter(1)
                     .body(1)
                     .enter(2)
                     .body(2)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("2.4 a single_use stage: once, or made by a factory, but not from an lvalue block") {
    struct ticket {
        using properties = ambit::properties<ambit::single_use>;
        constexpr int enter() const { return 1; }
        constexpr void exit() const {}
    };
    CHECK_TWICE(run(scope(ticket{}) >> [](int& r) { return r; }) == 1);

    constexpr auto twice = [] {
        auto block = scope([] { return ticket{}; }) >> [](int& r) { return r; };
        return run(block) + run(block);
    };
    CHECK_TWICE(twice() == 2);
}
