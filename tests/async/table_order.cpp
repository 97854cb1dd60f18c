// SPDX-License-Identifier: BSL-1.0
// Rule 10.2, order: the rows of 3.1 to 3.5, each run in every way, with one expectation for all.
#include <support/throws_on.hpp>
#include <support/ways.hpp>

#include <vector>

namespace {

using namespace test;

constexpr orders enter_fails{.enter = true};
constexpr orders exit_fails{.exit = true};
constexpr auto fail_body = [](trace& log) {
    return [&log](auto&...) {
        log.body();
        raise(body_failure{{body_failed}});
    };
};

}  // namespace

TEST_CASE("10.2 3.1 no stage, the body alone") {
    every_way([](auto& w, trace& log) { return w.scope() >> w.body([&log] { log.body(); }); },
              trace{}.body().note(completed));
}

TEST_CASE("10.2 3.1 stages enter left to right, the body runs, stages exit in reverse") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(quiet{log, 0}, watcher<>{log, 1}, holder{log, 2}, quiet{log, 3}) >>
                   w.body([&log](int& two) { log.body(two); });
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .enter(3)
            .body(2)
            .exit(3)
            .exit(2)
            .exit(1, seen::success)
            .exit(0)
            .note(completed));
}

TEST_CASE("10.2 3.1 eight stages") {
    every_way(
        [](auto& w, trace& log) {
            using look = watcher<>;
            return w.scope(look{log, 0}, quiet{log, 1}, look{log, 2}, look{log, 3}, quiet{log, 4},
                           quiet{log, 5}, look{log, 6}, look{log, 7}) >>
                   w.body(fail_body(log));
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .enter(3)
            .enter(4)
            .enter(5)
            .enter(6)
            .enter(7)
            .body()
            .exit(7, seen::failure)
            .exit(6, seen::failure)
            .exit(5)
            .exit(4)
            .exit(3, seen::failure)
            .exit(2, seen::failure)
            .exit(1)
            .exit(0, seen::failure)
            .note(body_failed));
}

TEST_CASE("10.2 3.2 the body throws: every stage is exited once") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, quiet{log, 1}, watcher<>{log, 2}) >>
                   w.body(fail_body(log));
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .body()
            .exit(2, seen::failure)
            .exit(1)
            .exit(0, seen::failure)
            .note(body_failed));
}

TEST_CASE("10.2 3.2 a stage whose enter failed is not exited") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0, enter_fails}, watcher<>{log, 1}) >>
                   w.body([&log] { log.body(); });
        },
        trace{}.enter(0).note(0));
}

TEST_CASE("10.2 3.2 an exit throws: the remaining stages are exited once, and none twice") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, quiet{log, 1}, watcher<>{log, 2, exit_fails},
                           watcher<>{log, 3}) >>
                   w.body([&log] { log.body(); });
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .enter(3)
            .body()
            .exit(3, seen::success)
            .exit(2, seen::success)
            .exit(1)
            .exit(0, seen::failure)
            .note(2));
}

TEST_CASE("10.2 3.3 an enter fails: outer stages are exited with that failure") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, holder{log, 1}, watcher<>{log, 2, enter_fails},
                           quiet{log, 3}) >>
                   w.body([&log](int&) { log.body(); });
        },
        trace{}.enter(0).enter(1).enter(2).exit(1).exit(0, seen::failure).note(2));
    every_way(
        [](auto& w, trace& log) {
            return w.scope(quiet{log, 0}, watcher<>{log, 1}, quiet{log, 2},
                           watcher<>{log, 3, enter_fails}) >>
                   w.body([&log] { log.body(); });
        },
        trace{}.enter(0).enter(1).enter(2).enter(3).exit(2).exit(1, seen::failure).exit(0).note(3));
}

TEST_CASE("10.2 3.3 outer stages may suppress the failure of an enter: the body did not run") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, watcher<ambit::suppresses<enter_failure>>{log, 1},
                           watcher<>{log, 2, enter_fails}) >>
                   w.body([&log] { log.body(); });
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(1, seen::failure)
            .exit(0, seen::success)
            .note(suppressed));
}

TEST_CASE("10.2 2.1 factories are called at their turn to enter") {
    every_way(
        [](auto& w, trace& log) {
            auto factory = [&log](int id) {
                return [&log, id] {
                    log.make(id);
                    return watcher<>{log, id};
                };
            };
            return w.scope(factory(0), quiet{log, 1}, factory(2), factory(3)) >>
                   w.body([&log] { log.body(); });
        },
        trace{}
            .make(0)
            .enter(0)
            .enter(1)
            .make(2)
            .enter(2)
            .make(3)
            .enter(3)
            .body()
            .exit(3, seen::success)
            .exit(2, seen::success)
            .exit(1)
            .exit(0, seen::success)
            .note(completed));
}

TEST_CASE("10.2 3.3 a factory fails: outer stages exit with that, and may suppress it") {
    auto const broken = [](trace& log) {
        return [&log]() -> quiet {
            log.make(2);
            raise(make_failure{{2}});
        };
    };
    every_way(
        [=](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, quiet{log, 1}, broken(log), quiet{log, 3}) >>
                   w.body([&log] { log.body(); });
        },
        trace{}.enter(0).enter(1).make(2).exit(1).exit(0, seen::failure).note(2));
    every_way(
        [=](auto& w, trace& log) {
            return w.scope(quiet{log, 0}, watcher<ambit::suppresses<make_failure>>{log, 1},
                           broken(log)) >>
                   w.body([&log] { log.body(); });
        },
        trace{}.enter(0).enter(1).make(2).exit(1, seen::failure).exit(0).note(suppressed));
}

TEST_CASE("10.2 the ways are what they say: each awaited step suspends once, or none does") {
    std::vector<int> suspensions;
    for_each_way([&](auto& w) {
        trace log;
        note_end(log, w,
                 w.scope(quiet{log, 0}, quiet{log, 1}, quiet{log, 2}, quiet{log, 3}) >>
                     w.body([] {}));
        suspensions.push_back(w.suspensions());
    });
    std::vector expected{0, 0, 4 + 1 + 4, 0, 2 + 2};
#if AMBIT_TEST_MORE_WAYS
    expected.insert(expected.end(), {0, 2 + 1 + 2, 0, 1});
#endif
    CHECK(suspensions == expected);
}

TEST_CASE("10.2 3.2 a result whose move throws costs no stage its exit, and exits none twice") {
    static int moves;
    struct result {
        throws_on<1> cargo;
    };
    for_each_async_way([](auto& w) {
        moves = 0;
        trace log;
        auto block = w.scope(quiet{log, 0}, quiet{log, 1}, holder{log, 2}) >>
                     w.body([](auto&...) { return result{throws_on<1>(moves)}; });
        CHECK_THROWS_AS(w.run(std::move(block)), failure);
        CHECK(log == trace{}.enter(0).enter(1).enter(2).exit(2).exit(1).exit(0));
    });
}
