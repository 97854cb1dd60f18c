// SPDX-License-Identifier: BSL-1.0
// The behaviours of Python's `with` statement (test_with), which blocks share.
//
// Not kept: assignment targets, errors of `__bool__` of what `__exit__` returns, missing methods,
// StopIteration and GeneratorExit, `yield` out of the block: C++ has no such thing, or types say
// so. `break` and `continue` out of a body are a return from it.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <optional>
#include <tuple>

namespace {

using ambit::run;
using ambit::scope;
using ambit::suppresses_everything;
using namespace test;

using answers = judge<suppresses_everything>;

}  // namespace

TEST_CASE("3.3 with: EnterThrows, the block does not run, nothing is exited") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 1, {.enter = true}}) >> [&] { log.body(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(1));
}

TEST_CASE("6.1 with: ExitThrows, after the block") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 1, {.exit = true}}) >> [&] { log.body(); }),
                    exit_failure);
    CHECK(log == trace{}.enter(1).body().exit(1, seen::success));
}

TEST_CASE("3.1 with: the manager is made before it is entered, a bound one is the resource") {
    trace log;
    auto const make = [&] {
        log.make(1);
        return holder{log, 1};
    };
    CHECK(run(scope(make) >> [](int& foo) { return foo; }) == 1);
    CHECK(log == trace{}.make(1).enter(1).exit(1));
}

TEST_CASE("3.1 with: NestedSingleStatements, as one block or as two") {
    trace one;
    run(scope(watcher<>{one, 1}) | scope(watcher<>{one, 2}) >> [&] { one.body(); });
    trace two;
    run(scope(watcher<>{two, 1}) >> [&] { run(scope(watcher<>{two, 2}) >> [&] { two.body(); }); });
    CHECK(one == two);
}

TEST_CASE("3.1 with: a block in a block, which the inner one's failure passes through") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 1}) >>
                        [&] {
                            run(scope(watcher<>{log, 2}) >> [&] { raise(body_failure{{-1}}); });
                        }),
                    body_failure);
    CHECK(log == trace{}.enter(1).enter(2).exit(2, seen::failure).exit(1, seen::failure));
}

TEST_CASE("3.3 with: NestedExceptionBeforeInnerStatement, AfterInnerStatement") {
    trace log;
    auto const inner = [&] { run(scope(watcher<>{log, 2}) >> [&] { log.body(); }); };
    SECTION("before") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 1}) >>
                            [&] {
                                raise(body_failure{{-1}});
                                inner();
                            }),
                        body_failure);
        CHECK(log == trace{}.enter(1).exit(1, seen::failure));
    }
    SECTION("after") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 1}) >>
                            [&] {
                                inner();
                                raise(body_failure{{-1}});
                            }),
                        body_failure);
        CHECK(log ==
              trace{}.enter(1).enter(2).body().exit(2, seen::success).exit(1, seen::failure));
    }
}

TEST_CASE("3.1 with: WithBreak, WithContinue, WithReturn: a return leaves the block by its exits") {
    trace log;
    int counter = 0;
    for (int i = 0; i != 4; ++i) {
        counter += run(scope(watcher<>{log, i}) >> [&] {
            if (i % 2 == 0) {
                return 10;
            }
            log.body();
            return 1;
        });
    }
    CHECK(counter == 22);
    CHECK(log == trace{}
                     .enter(0)
                     .exit(0, seen::success)
                     .enter(1)
                     .body()
                     .exit(1, seen::success)
                     .enter(2)
                     .exit(2, seen::success)
                     .enter(3)
                     .body()
                     .exit(3, seen::success));
}

TEST_CASE("5 with: ExitTrueSwallowsException, ExitFalseDoesntSwallowException") {
    trace log;
    auto const fails = [] { raise(body_failure{{-1}}); };
    CHECK_FALSE(run(scope(answers{log, 1, true}) >> fails));
    CHECK_THROWS_AS(run(scope(answers{log, 1, false}) >> fails), body_failure);
}

TEST_CASE("3.6 with: several managers, NoExceptions") {
    trace log;
    CHECK(run(scope(holder{log, 1}, holder{log, 2}) >> [](int& a, int& b) { return a * 10 + b; }) ==
          12);
    CHECK(log == trace{}.enter(1).enter(2).exit(2).exit(1));
}

TEST_CASE("3.3 with: several managers, ExceptionInExprList: the outer one was entered") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 1}) |
                        scope([&]() -> watcher<> { raise(make_failure{{2}}); }) >>
                            [&] { log.body(); }),
                    make_failure);
    CHECK(log == trace{}.enter(1).exit(1, seen::failure));
}

TEST_CASE("3.3 with: several managers, ExceptionInEnter: the outer one may swallow it") {
    trace log;
    CHECK_FALSE(run(scope(answers{log, 1, true}) |
                    scope(watcher<>{log, 2, {.enter = true}}) >> [&] { log.body(); }));
    CHECK(log == trace{}.enter(1).enter(2).exit(1, seen::failure));
}

TEST_CASE("6.1 with: several managers, ExceptionInExit: the outer one may swallow it") {
    trace log;
    CHECK_FALSE(run(scope(answers{log, 1, true}) |
                    scope(watcher<>{log, 2, {.exit = true}}) >> [&] { log.body(); }));
    CHECK(log == trace{}.enter(1).enter(2).body().exit(2, seen::success).exit(1, seen::failure));
}

TEST_CASE("3.4 with: EnterReturnsTuple, the resource is the tuple") {
    auto const pair = ambit::bracket([] { return std::tuple(1, 2); }, [] {});
    CHECK(run(scope(pair) >> [](std::tuple<int, int>& t) {
              auto const [a, b] = t;
              return a + b;
          }) == 3);
}

TEST_CASE("3.5 with: SingleResource, the exit sees the exception itself") {
    struct error_in_body {
        int n;
    };
    int seen_there = 0;
    CHECK_THROWS_AS(run(scope(at_exit([&](ambit::outcome const& o) {
                            seen_there = o.error<error_in_body>()->n;
                        })) >>
                        [] { throw error_in_body{3}; }),
                    error_in_body);
    CHECK(seen_there == 3);
}
