// SPDX-License-Identifier: BSL-1.0
// Rule 11.6: raii(f), the object that f() returns, released by its destructor.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace {

using ambit::raii;
using ambit::run;
using ambit::scope;
using namespace test;

struct noted {
    trace& log;
    int id;
    constexpr noted(trace& l, int i) : log(l), id(i) { log.enter(id); }
    noted(noted const&) = delete;
    constexpr ~noted() { log.destroy(id); }
};

}  // namespace

TEST_CASE("11.6 raii: made in its turn, destroyed in its turn") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}) | scope(raii([&] { return noted(t, 1); })) |
            scope(watcher<>{t, 2}) >> [&](noted& n) { t.body(n.id); });
        return t;
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(0).enter(1).enter(2).body(1).exit(2, seen::success).destroy(1).exit(0));
}

TEST_CASE("11.6 raii: destroyed in its turn when the body fails") {
    trace log;
    SECTION("beside stages that look") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(raii([&] { return noted(log, 1); })) |
                            scope(watcher<>{log, 2}) >> [](noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2, seen::failure)
                         .destroy(1)
                         .exit(0, seen::failure));
    }
    SECTION("alone") {
        CHECK_THROWS_AS(run(scope(raii([&] { return noted(log, 1); })) >>
                            [](noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}.enter(1).destroy(1));
    }
}

TEST_CASE("11.6 raii: the object is neither copied nor moved") {
    constexpr auto in_place = [] {
        ledger book;
        int const value = run(scope(raii([&] { return immovable(book, 4); })) >>
                              [](immovable& r) { return r.value; });
        return value == 4 && book.made() == 1 && book.alive() == 0;
    };
    CHECK_TWICE(in_place());
}

TEST_CASE("11.6 raii: an f that throws leaves nothing behind") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(raii([]() -> std::unique_ptr<int> { raise(enter_failure{{1}}); })) >>
                            [] {}),
                    enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.6 raii: the standard library's guards") {
    std::mutex m;
    run(scope(raii([&] { return std::unique_lock(m); })) >>
        [](std::unique_lock<std::mutex>& lock) { CHECK(lock.owns_lock()); });
    run(scope(raii([&] { return std::lock_guard(m); })) >> [] {});
    CHECK(m.try_lock());
    m.unlock();
}

TEST_CASE("11.6 raii: each run makes its own object") {
    constexpr auto made = [] {
        ledger book;
        auto block = scope(raii([&] { return tracked(book); })) >> [](tracked&) {};
        run(block);
        run(block);
        return book.made() == 2 && book.alive() == 0;
    };
    CHECK_TWICE(made());
}

TEST_CASE("11.6 raii: a destructor that throws is an exit that threw") {
    struct loud {
        trace& log;
        explicit loud(trace& l) : log(l) {}
        loud(loud const&) = delete;
        ~loud() noexcept(false) {
            log.destroy(1);
            raise(exit_failure{{1}});
        }
    };
    trace log;
    auto const makes = [&] { return loud(log); };
    auto const fails = [](loud&) { raise(body_failure{{-1}}); };
    SECTION("after success it is the failure") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(raii(makes)) >> [](loud&) {}),
                        exit_failure);
    }
    SECTION("after a failure it is set aside") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(raii(makes)) >> fails), body_failure);
    }
    SECTION("or what the policy says") {
        CHECK_THROWS_AS(
            run(scope(watcher<>{log, 0}) |
                scope(ambit::with<ambit::on_exit_error<ambit::keep_last>>(raii(makes))) >> fails),
            exit_failure);
    }
    CHECK(log == trace{}.enter(0).destroy(1).exit(0, seen::failure));
}

TEST_CASE("11.6 raii: const objects, references and nothing") {
    constexpr auto all = [] {
        int object = 1;
        int calls = 0;
        bool const right =
            run(scope(raii([]() -> std::pair<int, int> const { return {1, 2}; })) |
                scope(raii([&]() -> int& { return object; })) |
                scope(raii([&] { ++calls; })) >> [&](std::pair<int, int> const& p, int& r) {
                    return p.second == 2 && &r == &object;
                });
        return right && calls == 1;
    };
    CHECK_TWICE(all());
}

TEST_CASE("11.6 raii: an f that is move-only, that changes, that a factory makes") {
    CHECK(run(scope(raii([p = std::make_unique<int>(3)] { return *p; })) >>
              [](int& r) { return r; }) == 3);
    constexpr auto counts = [] {
        auto block = scope(raii([n = 0]() mutable { return ++n; })) >> [](int& r) { return r; };
        return 10 * run(block) + run(block);
    };
    CHECK_TWICE(counts() == 12);
    constexpr auto made = [] {
        return run(scope(ambit::value(4)) |
                   scope([](int& n) { return raii([n] { return n + 0.5; }); }) >>
                       [](double& r) { return r; });
    };
    CHECK_TWICE(made() == 4.5);
}

TEST_CASE("2.4 11.6 raii: a const block runs where f is callable as const") {
    constexpr auto sum = [] {
        auto const block = scope(raii([] { return 4; })) >> [](int& r) { return r++; };
        return run(block) + run(block);
    };
    CHECK_TWICE(sum() == 8);
    using changes = decltype(scope(raii([n = 0]() mutable { return ++n; })) >> [](int&) {});
    STATIC_REQUIRE(ambit::well_formed<changes>);
    STATIC_REQUIRE_FALSE(ambit::well_formed<changes const>);
}

TEST_CASE("11.6 9.5 raii: it cannot throw where f and the destructor cannot") {
    constexpr auto body = [](auto&) noexcept {};
    using quietly = decltype(scope(raii([]() noexcept { return 1; })) >> body);
    using makes_loudly = decltype(scope(raii([] { return 1; })) >> body);
    struct loud {
        ~loud() noexcept(false) {}
    };
    using ends_loudly = decltype(scope(raii([]() noexcept { return loud(); })) >> body);
    STATIC_REQUIRE(noexcept(run(std::declval<quietly&>())));
    STATIC_REQUIRE_FALSE(noexcept(run(std::declval<makes_loudly&>())));
    STATIC_REQUIRE_FALSE(noexcept(run(std::declval<ends_loudly&>())));
}

TEST_CASE("11.6 8.2 raii: an f that returns expected-like may fail by value") {
    constexpr auto with_code = [](int code) {
        trace t;
        auto const result =
            run(scope(watcher<>{t, 0}) | scope(raii([code]() -> expected<int, error> {
                                             if (code != 0) {
                                                 return unexpected{error{code}};
                                             }
                                             return 8;
                                         })) >>
                                             [](int& r) -> expected<int, error> { return r; });
        return t.note(result.has_value() ? *result : -result.error().code);
    };
    CHECK_TWICE(with_code(0) == trace{}.enter(0).exit(0, seen::success).note(8));
    CHECK_TWICE(with_code(3) == trace{}.enter(0).exit(0, seen::failure).note(-3));
}
