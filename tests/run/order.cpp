// SPDX-License-Identifier: BSL-1.0
// Rules 3.1 to 3.3: order, and exactly one exit for each completed enter.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/throws_on.hpp>
#include <support/tracked.hpp>

#include <stdexcept>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

constexpr orders enter_fails{.enter = true};
constexpr orders exit_fails{.exit = true};

/// What three stages of the given kinds do around a body that completes.
template <class A, class B, class C>
constexpr trace around_body() {
    trace t;
    run(scope(A{t, 0}) | scope(B{t, 1}) | scope(C{t, 2}) >> [&] { t.body(); });
    return t;
}

/// Guards, more of them than the library enters in one function (sixteen, four, and one by one).
constexpr int many = 21;
struct noted {
    int entered[many];
    int exited[many];
    int enters = 0;
    int exits = 0;
};
template <int I>
struct guard {
    noted& log;
    int failing;
    constexpr int enter() const {
        if (I == failing) {
            throw I;
        }
        log.entered[log.enters++] = I;
        return I;
    }
    constexpr void exit(int& resource) const noexcept { log.exited[log.exits++] = resource; }
};
/// Whether the first `count` guards entered in order, and exited in reverse.
constexpr bool nested(noted const& log, int count) {
    bool right = log.enters == count && log.exits == count;
    for (int i = 0; right && i != count; ++i) {
        right = log.entered[i] == i && log.exited[count - 1 - i] == i;
    }
    return right;
}
/// The sum of the resources, which the body takes.
template <int... I>
constexpr int through_guards(noted& log, int failing, std::integer_sequence<int, I...>) {
    return run(scope(guard<I>{log, failing}...) >>
               [](auto&... resource) { return (resource + ... + 0); });
}

constexpr seen sight(bool looks, seen what) { return looks ? what : seen::unseen; }
constexpr trace entered_and_exited(bool a, bool b, bool c) {
    return trace{}
        .enter(0)
        .enter(1)
        .enter(2)
        .body()
        .exit(2, sight(c, seen::success))
        .exit(1, sight(b, seen::success))
        .exit(0, sight(a, seen::success));
}

}  // namespace

TEST_CASE("3.1 stages enter left to right, the body runs, stages exit in reverse") {
    using q = quiet;
    using w = watcher<>;
    CHECK_TWICE(around_body<q, q, q>() == entered_and_exited(false, false, false));
    CHECK_TWICE(around_body<w, w, w>() == entered_and_exited(true, true, true));
    // every mixture of stages that look at the outcome and stages that do not
    CHECK_TWICE(around_body<q, q, w>() == entered_and_exited(false, false, true));
    CHECK_TWICE(around_body<q, w, q>() == entered_and_exited(false, true, false));
    CHECK_TWICE(around_body<w, q, q>() == entered_and_exited(true, false, false));
    CHECK_TWICE(around_body<q, w, w>() == entered_and_exited(false, true, true));
    CHECK_TWICE(around_body<w, q, w>() == entered_and_exited(true, false, true));
    CHECK_TWICE(around_body<w, w, q>() == entered_and_exited(true, true, false));
}

TEST_CASE("3.1 many guards enter left to right and exit in reverse, each with its resource") {
    constexpr auto in_order = [] {
        noted log{};
        int const sum = through_guards(log, many, std::make_integer_sequence<int, many>());
        return nested(log, many) && sum == many * (many - 1) / 2;
    };
    CHECK_TWICE(in_order());
}

TEST_CASE("3.3 an enter fails among many guards: those outside it are exited in reverse") {
    for (int failing = 0; failing != many; ++failing) {
        noted log{};
        CHECK_THROWS_AS(through_guards(log, failing, std::make_integer_sequence<int, many>()), int);
        CHECK(nested(log, failing));
    }
}

TEST_CASE("3.1 the result is ready before the exits run, and returned after them") {
    constexpr auto log = [] {
        trace t;
        int value = 1;
        struct resets {
            int& value;
            constexpr void enter() const {}
            constexpr void exit() const noexcept { value = 0; }
        };
        int const result = run(scope(resets{value}) >> [&] { return value; });
        return t.note(result).note(value);
    };
    CHECK_TWICE(log() == trace{}.note(1).note(0));
}

TEST_CASE("3.1 a failure is thrown after the exits ran") {
    trace log;
    try {
        run(scope(quiet{log, 0}) | scope(watcher<>{log, 1}) >> [] { raise(body_failure{{-1}}); });
        FAIL("nothing was thrown");
    } catch (body_failure const&) {
        log.note(9);
    }
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0).note(9));
}

TEST_CASE("3.2 the body throws: every stage is exited once") {
    trace log;
    auto fails = [&] {
        log.body();
        raise(body_failure{{-1}});
    };
    SECTION("stages that do not look") {
        CHECK_THROWS_AS(run(scope(quiet{log, 0}) | scope(quiet{log, 1}) >> fails), body_failure);
        CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0));
    }
    SECTION("stages that may fail") {
        CHECK_THROWS_AS(run(scope(holder{log, 0}) | scope(holder{log, 1}) >> fails), body_failure);
        CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0));
    }
    SECTION("stages that look") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) >> fails),
                        body_failure);
        CHECK(log ==
              trace{}.enter(0).enter(1).body().exit(1, seen::failure).exit(0, seen::failure));
    }
}

TEST_CASE("3.2 whatever type is thrown arrives at the caller unchanged") {
    trace log;
    auto through = [&](auto e) {
        run(scope(quiet{log, 0}) | scope(watcher<>{log, 1}) |
            scope(holder{log, 2}) >> [&](int&) { throw e; });
    };
    CHECK_THROWS_AS(through(1), int);
    CHECK_THROWS_AS(through("text"), char const*);
    CHECK_THROWS_WITH(through(std::runtime_error("what it said")), "what it said");
    CHECK_THROWS_AS(through(ambit::cancelled{}), ambit::cancelled);
}

TEST_CASE("3.2 a thrown object is not copied on its way through the stages") {
    ledger book;
    struct boom {
        tracked t;
    };
    trace log;
    try {
        run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) |
            scope(quiet{log, 2}) >> [&] { throw boom{tracked(book, 6)}; });
        FAIL("nothing was thrown");
    } catch (boom const& b) {
        CHECK(b.t.value == 6);
        CHECK(book.copies() == 0);
        CHECK(book.alive() == 1);
    }
    CHECK(book.alive() == 0);
}

TEST_CASE("3.2 a stage whose enter failed is not exited") {
    trace log;
    SECTION("the only one") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0, enter_fails}) >> [&] { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0));
    }
    SECTION("the only one, without looking") {
        CHECK_THROWS_AS(run(scope(quiet{log, 0, enter_fails}) >> [&] { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0));
    }
    SECTION("the first") {
        CHECK_THROWS_AS(run(scope(holder{log, 0, enter_fails}) |
                            scope(watcher<>{log, 1}) >> [&](int&) { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0));
    }
}

TEST_CASE("3.3 an enter fails: outer stages are exited with that failure, the body did not run") {
    trace log;
    SECTION("the last") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
                            scope(watcher<>{log, 2, enter_fails}) >> [&] { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0).enter(1).enter(2).exit(1).exit(0, seen::failure));
    }
    SECTION("one in the middle") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(holder{log, 1, enter_fails}) |
                            scope(watcher<>{log, 2}) >> [&](int&) { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
    }
    SECTION("and nobody looks") {
        CHECK_THROWS_AS(run(scope(quiet{log, 0}) | scope(quiet{log, 1}) |
                            scope(quiet{log, 2, enter_fails}) |
                            scope(quiet{log, 3}) >> [&] { log.body(); }),
                        enter_failure);
        CHECK(log == trace{}.enter(0).enter(1).enter(2).exit(1).exit(0));
    }
}

TEST_CASE("3.3 outer stages may suppress the failure of an enter: then the body did not run") {
    trace log;
    auto body = [&] {
        log.body();
        return 5;
    };
    auto const result = run(scope(watcher<ambit::suppresses<enter_failure>>{log, 0}) |
                            scope(watcher<>{log, 1, enter_fails}) >> body);
    CHECK_FALSE(result.has_value());
    CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("3.3 the failing stage cannot suppress its own enter's failure") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(watcher<ambit::suppresses_everything>{log, 1, enter_fails}) >>
                            [&] { log.body(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("3.3 a factory fails: outer stages may suppress it") {
    trace log;
    CHECK_FALSE(run(scope(watcher<ambit::suppresses<make_failure>>{log, 0}) |
                    scope([&]() -> quiet { raise(make_failure{{1}}); }) >> [&] { log.body(); }));
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("3.2 an exit throws: the remaining stages are exited once, and none twice") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
                        scope(watcher<>{log, 2, exit_fails}) |
                        scope(watcher<>{log, 3}) >> [&] { log.body(); }),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .body()
                     .exit(3, seen::success)
                     .exit(2, seen::success)
                     .exit(1)
                     .exit(0, seen::failure));
}

TEST_CASE("3.2 every exit throws: each stage is still exited once") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0, exit_fails}) | scope(holder{log, 1, exit_fails}) |
                        scope(watcher<>{log, 2, exit_fails}) >> [&](int&) { log.body(); }),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .body()
                     .exit(2, seen::success)
                     .exit(1)
                     .exit(0, seen::failure));
}

TEST_CASE("3.2 a result whose move throws does not cost a stage its exit, nor exit it twice") {
    struct result {
        throws_on<1> cargo;
    };
    trace log;
    int moves = 0;
    auto attempt = [&](auto pipeline) {
        try {
            static_cast<void>(
                run(std::move(pipeline) >> [&] { return result{throws_on<1>(moves)}; }));
        } catch (failure const&) {
        }
    };
    SECTION("nobody looks") {
        attempt(scope(quiet{log, 0}) | scope(quiet{log, 1}));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
    }
    SECTION("exits may throw") {
        attempt(scope(holder{log, 0}) | scope(holder{log, 1}));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
    }
}

TEST_CASE("3.2 a result whose move throws beside a suppressing stage: exits run once") {
    struct result {
        throws_on<1> cargo;
    };
    int exits = 0;
    int moves = 0;
    try {
        static_cast<void>(
            run(scope(at_exit<ambit::suppresses<int>>([&](ambit::outcome const&) { ++exits; })) >>
                [&] { return result{throws_on<1>(moves)}; }));
    } catch (failure const&) {
    }
    CHECK(exits == 1);
}

TEST_CASE("3.2 what the body leaves by a return in a nested function is exited as well") {
    trace log;
    auto nested = [&](bool early) {
        return run(scope(quiet{log, 0}) >> [&] {
            if (early) {
                return 1;
            }
            log.body();
            return 2;
        });
    };
    CHECK(nested(true) == 1);
    CHECK(nested(false) == 2);
    CHECK(log == trace{}.enter(0).exit(0).enter(0).body().exit(0));
}
