// SPDX-License-Identifier: BSL-1.0
// Rule 11.5: around(f), in synchronous runs.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace {

using ambit::around;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::with;
using ambit::yield;
using namespace test;

constexpr auto fails = [](auto&...) { raise(body_failure{{-1}}); };

/// Notes what happens before and after the rest of the pipeline.
constexpr auto noting = [](trace& log, int id) {
    return around([&log, id](yield<> y) {
        log.enter(id);
        outcome const& out = y();
        log.exit(id, look(out));
    });
};

}  // namespace

TEST_CASE("11.5 the rest of the pipeline runs inside y()") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}) | scope(noting(t, 1)) | scope(watcher<>{t, 2}) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .enter(2)
                             .body()
                             .exit(2, seen::success)
                             .exit(1, seen::success)
                             .exit(0));
}

TEST_CASE("11.5 first, last, alone, and one inside another") {
    constexpr auto nested = [] {
        trace t;
        run(scope(noting(t, 0)) | scope(noting(t, 1)) | scope(quiet{t, 2}) |
            scope(noting(t, 3)) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(nested() == trace{}
                                .enter(0)
                                .enter(1)
                                .enter(2)
                                .enter(3)
                                .body()
                                .exit(3, seen::success)
                                .exit(2)
                                .exit(1, seen::success)
                                .exit(0, seen::success));
    constexpr auto alone = [] {
        trace t;
        run(scope(noting(t, 0)) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(alone() == trace{}.enter(0).body().exit(0, seen::success));
}

TEST_CASE("11.5 y(r) gives the body its resource, as an lvalue") {
    constexpr auto by_reference = [] {
        int object = 1;
        run(scope(around([&](yield<int&> y) {
                y(object);
                object += 100;
            })) >>
            [](int& r) { r += 10; });
        return object;
    };
    CHECK_TWICE(by_reference() == 111);
    constexpr auto by_value = [] {
        return run(scope(around([](yield<int> y) { y(41); })) >> [](int& r) { return r + 1; });
    };
    CHECK_TWICE(by_value() == 42);
    constexpr auto to_factories = [] {
        trace t;
        run(scope(around([](yield<int> y) { y(4); })) |
            scope([&](int& outer) { return quiet{t, outer}; }) >> [](int& r) { ++r; });
        return t;
    };
    CHECK_TWICE(to_factories() == trace{}.enter(4).exit(4));
}

TEST_CASE("11.5 y() gives no resource") {
    constexpr auto arguments = [] {
        trace t;
        return run(scope(noting(t, 0)) >> [](auto&... xs) { return sizeof...(xs); });
    };
    CHECK_TWICE(arguments() == 0);
}

TEST_CASE("11.5 a generic f says its resource: around<R>(f)") {
    constexpr auto generic = [] {
        return run(scope(around<int>([](auto y) { y(7); })) >> [](int& r) { return r; });
    };
    CHECK_TWICE(generic() == 7);
    constexpr auto reference = [] {
        int object = 1;
        run(scope(around<int&>([&](auto y) { y(object); })) >> [](int& r) { r = 5; });
        return object;
    };
    CHECK_TWICE(reference() == 5);
}

TEST_CASE("11.5 f may be a function") {
    struct local {
        static constexpr void give_six(yield<int> y) { y(6); }
    };
    CHECK_TWICE(run(scope(around(&local::give_six)) >> [](int& r) { return r; }) == 6);
}

TEST_CASE("11.5 an object of f lives around the rest") {
    struct noted {
        trace& log;
        explicit noted(trace& l) : log(l) { log.note(1); }
        ~noted() { log.destroy(1); }
    };
    trace log;
    auto manager = [&] {
        return around([&log](yield<noted&> y) {
            noted n(log);
            y(n);
        });
    };
    run(scope(watcher<>{log, 0}) | scope(manager()) |
        scope(watcher<>{log, 2}) >> [&](noted&) { log.body(); });
    CHECK(log == trace{}
                     .enter(0)
                     .note(1)
                     .enter(2)
                     .body()
                     .exit(2, seen::success)
                     .destroy(1)
                     .exit(0, seen::success));
    log = {};
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(manager()) >> fails), body_failure);
    CHECK(log == trace{}.enter(0).note(1).destroy(1).exit(0, seen::failure));
}

TEST_CASE("11.5 the yield is a small copyable value") {
    STATIC_REQUIRE(std::is_copy_constructible_v<yield<>>);
    STATIC_REQUIRE(std::is_copy_constructible_v<yield<int&>>);
    STATIC_REQUIRE(sizeof(yield<>) <= 4 * sizeof(void*));
    constexpr auto through_a_copy = [] {
        return run(scope(around([](yield<int> y) {
                       auto copy = y;
                       copy(9);
                   })) >>
                   [](int& r) { return r; });
    };
    CHECK_TWICE(through_a_copy() == 9);
}

TEST_CASE("11.5 every kind of result goes through") {
    trace log;
    int object = 0;
    CHECK(run(scope(noting(log, 0)) >> [] { return 5; }) == 5);
    CHECK(&run(scope(noting(log, 0)) >> [&]() -> int& { return object; }) == &object);
    CHECK(*run(scope(noting(log, 0)) >> [] { return std::make_unique<int>(6); }) == 6);
    CHECK(run(scope(with<suppresses<int>>(noting(log, 0))) >> [] { return 7; }) ==
          std::optional(7));
    CHECK(run(scope(with<suppresses<int>>(noting(log, 0))) >> [&]() -> int& { return object; }) ==
          &object);
    bool ran = false;
    run(scope(noting(log, 0)) >> [&] { ran = true; });
    CHECK(ran);
    ledger book;
    tracked const result = run(scope(noting(log, 0)) >> [&] { return tracked(book, 8); });
    CHECK(result.value == 8);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 1);
}

TEST_CASE("11.5 a block with an around may run again") {
    constexpr auto log = [] {
        trace t;
        auto block = scope(noting(t, 0)) | scope(quiet{t, 1}) >> [&] { t.body(); };
        run(block);
        run(block);
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(0)
                             .enter(1)
                             .body()
                             .exit(1)
                             .exit(0, seen::success)
                             .enter(0)
                             .enter(1)
                             .body()
                             .exit(1)
                             .exit(0, seen::success));
}

TEST_CASE("11.5 a move-only f, an f made by a factory") {
    int seen_by_body = 0;
    run(scope(around([p = std::make_unique<int>(3)](yield<int> y) { y(*p); })) >>
        [&](int& r) { seen_by_body = r; });
    CHECK(seen_by_body == 3);

    trace log;
    run(scope(holder{log, 1}) |
        scope([&](int& outer) { return noting(log, outer + 1); }) >> [&](int&) { log.body(); });
    CHECK(log == trace{}.enter(1).enter(2).body().exit(2, seen::success).exit(1));
}

TEST_CASE("11.5 what around makes is a manager") {
    auto manager = around([](yield<int> y) { y(1); });
    STATIC_REQUIRE(ambit::manager<decltype(manager)>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<decltype(manager)>, int>);
}

TEST_CASE("2.4 a const block runs where the function is callable as const") {
    constexpr auto doubled = [] {
        auto const block = scope(around([](yield<int> y) {
                               int resource = 21;
                               y(resource);
                           })) >>
                           [](int& n) { return 2 * n; };
        return run(block) + run(block);
    };
    CHECK_TWICE(doubled() == 84);

    auto counts = around([calls = 0](yield<int> y) mutable {
        ++calls;
        y(calls);
    });
    auto block = scope(std::move(counts)) >> [](int& n) { return n; };
    STATIC_REQUIRE(ambit::well_formed<decltype(block)>);
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(block) const>);
    CHECK(run(block) == 1);
    CHECK(run(block) == 2);
}
