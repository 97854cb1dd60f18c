// SPDX-License-Identifier: BSL-1.0
// Rule 2.1: factories. Which resources they receive is in binding.cpp (3.4).
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

trace* shared_log = nullptr;
holder from_function(int& outer) { return {*shared_log, outer + 1}; }
holder from_variadic(int outer, ...) { return {*shared_log, outer + 1}; }

template <class M>
struct generic_final final {
    template <class T>
    constexpr M operator()(T& outer) const {
        return {outer + 1};
    }
};
template <class M>
struct overloaded_final final {
    constexpr M operator()(int& outer) const { return {outer + 1}; }
    constexpr M operator()() const { return {7}; }
};

}  // namespace

TEST_CASE("2.1 a factory is called at its turn to enter, with outer resources") {
    constexpr auto log = [] {
        trace t;
        run(scope(holder{t, 0}) | scope([&](int& outer) {
                t.make(1);
                return quiet{t, outer + 1};
            }) |
            scope(quiet{t, 2}) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).make(1).enter(1).enter(2).body().exit(2).exit(1).exit(0));
}

TEST_CASE("2.1 what a factory's manager yields is a resource like any other") {
    constexpr auto sum = [] {
        trace t;
        return run(scope(holder{t, 1}) | scope([&](int& a) { return holder{t, a + 1}; }) |
                   scope([&](int& a, int& b) { return holder{t, a + b}; }) >>
                       [](int& a, int& b, int& c) { return 100 * a + 10 * b + c; });
    };
    CHECK_TWICE(sum() == 123);
}

TEST_CASE("2.1 a factory may need nothing and may be the first stage") {
    constexpr auto value = [] {
        trace t;
        return run(scope([&] { return holder{t, 6}; }) >> [](int& r) { return r; });
    };
    CHECK_TWICE(value() == 6);
}

TEST_CASE("2.1 a factory may be a function, held by reference or by pointer") {
    trace log;
    shared_log = &log;
    CHECK(run(scope(holder{log, 1}) | scope(from_function) >> [](int&, int& r) { return r; }) == 2);
    CHECK(run(scope(holder{log, 1}) | scope(&from_function) >> [](int&, int& r) { return r; }) ==
          2);
}

TEST_CASE("2.1 an lvalue factory is held by reference, an rvalue one is moved in") {
    struct counting {
        trace& log;
        int calls = 0;
        constexpr quiet operator()() { return {log, ++calls}; }
    };
    constexpr auto calls = [] {
        trace t;
        counting make{t};
        auto block = scope(make) >> [] {};
        run(block);
        run(block);
        return make.calls;
    };
    CHECK_TWICE(calls() == 2);

    trace log;
    auto make = [&log, owned = std::make_unique<int>(3)] { return quiet{log, *owned}; };
    run(scope(std::move(make)) >> [] {});
    CHECK(log == trace{}.enter(3).exit(3));
}

TEST_CASE("2.1 each run of a block calls the factory anew") {
    trace log;
    int made = 0;
    auto block = scope([&] { return quiet{log, made++}; }) >> [] {};
    run(block);
    run(block);
    CHECK(log == trace{}.enter(0).exit(0).enter(1).exit(1));
}

TEST_CASE("2.1 the manager that a factory makes lives until it has exited") {
    struct noted_end {
        trace& log;
        int id;
        noted_end(trace& l, int i) : log(l), id(i) {}
        noted_end(noted_end const&) = delete;
        ~noted_end() { log.destroy(id); }
        void enter() { log.enter(id); }
        void exit() noexcept { log.exit(id); }
    };
    trace log;
    SECTION("on success") {
        run(scope([&] { return noted_end(log, 0); }) >> [&] { log.body(); });
        CHECK(log == trace{}.enter(0).body().exit(0).destroy(0));
    }
    SECTION("on failure") {
        CHECK_THROWS_AS(run(scope([&] { return noted_end(log, 0); }) >>
                            [] { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}.enter(0).exit(0).destroy(0));
    }
}

TEST_CASE("2.1 the manager that a factory makes is destroyed exactly once") {
    struct stage {
        tracked cargo;
        bool enter_fails;
        void enter() {
            if (enter_fails) {
                raise(enter_failure{{0}});
            }
        }
        void exit(ambit::outcome const&) {}
    };
    ledger book;
    run(scope([&] { return stage{tracked(book), false}; }) >> [] {});
    CHECK(book.alive() == 0);
    CHECK_THROWS_AS(run(scope([&] { return stage{tracked(book), true}; }) >> [] {}), enter_failure);
    CHECK(book.alive() == 0);
    CHECK_THROWS_AS(run(scope([&] { return stage{tracked(book), false}; }) >>
                        [] { raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK(book.alive() == 0);
}

TEST_CASE("2.1 a manager that can be called is a manager, not a factory") {
    struct both {
        trace& log;
        constexpr void enter() const { log.enter(0); }
        constexpr void exit() const { log.exit(0); }
        constexpr quiet operator()() const { return {log, 9}; }
    };
    constexpr auto log = [] {
        trace t;
        run(scope(both{t}) >> [] {});
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).exit(0));
}

TEST_CASE("2.1 a factory that is called and returns no manager is no stage") {
    auto no_manager = [] { return 42; };
    auto nothing = [] {};
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(scope(no_manager))>);
    STATIC_REQUIRE_FALSE(ambit::well_formed<decltype(scope(nothing))>);
}

TEST_CASE("3.3 a factory fails: outer stages are exited with that failure") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope([&]() -> quiet {
                            log.make(1);
                            raise(make_failure{{1}});
                        }) |
                        scope(quiet{log, 2}) >> [&] { log.body(); }),
                    make_failure);
    CHECK(log == trace{}.enter(0).make(1).exit(0, seen::failure));
}

TEST_CASE("2.1 a factory may return a manager by reference: it is not copied") {
    struct counting {
        immovable t;
        int entered = 0;
        explicit counting(ledger& l) : t(l) {}
        int enter() { return ++entered; }
        void exit(ambit::outcome const&) {}
    };
    ledger book;
    counting manager(book);
    auto block = scope([&]() -> counting& { return manager; }) >> [](int& r) { return r; };
    CHECK(run(block) == 1);
    CHECK(run(block) == 2);
    CHECK(book.made() == 1);
}

TEST_CASE("2.1 3.4 a factory whose class is final, generic or overloaded") {
    struct gives {
        int value;
        constexpr int enter() const { return value; }
        constexpr void exit() const noexcept {}
    };
    constexpr auto second = [](auto factory) {
        return run(scope(gives{1}) | scope(factory) >> [](int&, int& made) { return made; });
    };
    CHECK_TWICE(second(generic_final<gives>{}) == 2);
    CHECK_TWICE(second(overloaded_final<gives>{}) == 2);
    CHECK_TWICE(run(scope(overloaded_final<gives>{}) >> [](int& made) { return made; }) == 7);
}

TEST_CASE("2.1 3.4 a factory that is a variadic function in C's manner") {
    trace log;
    shared_log = &log;
    CHECK(run(scope(holder{log, 1}) |
              scope(from_variadic) >> [](int&, int& made) { return made; }) == 2);
    CHECK(run(scope(holder{log, 1}) |
              scope(&from_variadic) >> [](int&, int& made) { return made; }) == 2);
    CHECK(log == trace{}.enter(1).enter(2).exit(2).exit(1).enter(1).enter(2).exit(2).exit(1));
}
