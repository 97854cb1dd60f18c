// SPDX-License-Identifier: BSL-1.0
// Rule 10.2, suppression and sight: rows of 3.5, 3.6 and 5, each run in every way.
#include <support/ways.hpp>

namespace {

using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

constexpr orders exit_fails{.exit = true};
constexpr auto fail_body = [](auto&...) { raise(body_failure{{body_failed}}); };
constexpr auto cancel_body = [](auto&...) { raise(ambit::cancelled()); };

struct other {};

/// Suppresses, but does not look.
template <class... Fact>
struct blind {
    using properties = ambit::properties<Fact...>;
    trace& log;
    int id;
    void enter() const { log.enter(id); }
    void exit() const { log.exit(id); }
};

}  // namespace

TEST_CASE("10.2 5 a void exit suppresses what is declared, after it has seen it") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, watcher<suppresses<body_failure>>{log, 1},
                           watcher<>{log, 2}) >>
                   w.body(fail_body);
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(2, seen::failure)
            .exit(1, seen::failure)
            .exit(0, seen::success)
            .note(suppressed));
}

TEST_CASE("10.2 5 what is derived from the declared type is suppressed, what is not is not") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<suppresses<failure>>{log, 0},
                           watcher<suppresses<other, enter_failure>>{log, 1}) >>
                   w.body(fail_body);
        },
        trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure).note(suppressed));
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, watcher<suppresses<other, enter_failure>>{log, 1}) >>
                   w.body(fail_body);
        },
        trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure).note(body_failed));
}

TEST_CASE("10.2 5 a stage that does not look may suppress as well") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, blind<suppresses<body_failure>>{log, 1}) >>
                   w.body(fail_body);
        },
        trace{}.enter(0).enter(1).exit(1).exit(0, seen::success).note(suppressed));
}

TEST_CASE("10.2 5 a bool exit suppresses where it returned true and the failure is declared") {
    auto const answers = [](auto stage_of) {
        return [=](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, stage_of(log)) >> w.body(fail_body);
        };
    };
    auto const is_suppressed =
        trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success).note(suppressed);
    auto const goes_on =
        trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure).note(body_failed);
    every_way(answers([](trace& log) { return judge<suppresses<body_failure>>{log, 1, true}; }),
              is_suppressed);
    every_way(answers([](trace& log) { return judge<suppresses<body_failure>>{log, 1, false}; }),
              goes_on);
    every_way(answers([](trace& log) { return judge<suppresses<other>>{log, 1, true}; }), goes_on);
    every_way(answers([](trace& log) { return judge<suppresses_everything>{log, 1, true}; }),
              is_suppressed);
}

TEST_CASE("10.2 5.1 a bool is ignored on success") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, judge<suppresses_everything>{log, 1, true}) >>
                   w.body([] { return 7; });
        },
        trace{}
            .enter(0)
            .enter(1)
            .exit(1, seen::success)
            .exit(0, seen::success)
            .note(completed)
            .note(7));
}

TEST_CASE("10.2 5.2 cancellation: exits see it, and it goes on") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, quiet{log, 1}, watcher<>{log, 2}) >>
                   w.body(cancel_body);
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(2, seen::cancelled)
            .exit(1)
            .exit(0, seen::cancelled)
            .note(cancelled));
}

TEST_CASE("10.2 5.2 cancellation is suppressed only where that is declared") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(judge<suppresses<ambit::cancelled>>{log, 0, true},
                           watcher<suppresses_everything>{log, 1},
                           judge<suppresses_everything>{log, 2, true}) >>
                   w.body(cancel_body);
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(2, seen::cancelled)
            .exit(1, seen::cancelled)
            .exit(0, seen::cancelled)
            .note(suppressed));
}

TEST_CASE("10.2 5.2 an enter is cancelled") {
    every_way(
        [](auto& w, trace& log) {
            auto cancels = [&log]() -> quiet {
                log.make(2);
                raise(ambit::cancelled());
            };
            return w.scope(watcher<suppresses<ambit::cancelled>>{log, 0},
                           watcher<suppresses_everything>{log, 1}, cancels) >>
                   w.body([&log] { log.body(); });
        },
        trace{}
            .enter(0)
            .enter(1)
            .make(2)
            .exit(1, seen::cancelled)
            .exit(0, seen::cancelled)
            .note(suppressed));
}

TEST_CASE("10.2 3.6 a failure that takes the place of a suppressed one is seen for itself") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0}, watcher<>{log, 1, exit_fails}, watcher<>{log, 2},
                           watcher<suppresses<body_failure>>{log, 3}) >>
                   w.body(fail_body);
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .enter(3)
            .exit(3, seen::failure)
            .exit(2, seen::success)
            .exit(1, seen::success)
            .exit(0, seen::failure)
            .note(1));
}

TEST_CASE("10.2 5 several stages that may suppress, from the inside: the first that does") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<suppresses<body_failure>>{log, 0},
                           watcher<suppresses<body_failure>>{log, 1},
                           watcher<suppresses<exit_failure>>{log, 2}, holder{log, 3, exit_fails}) >>
                   w.body([&log](int&) { fail_body(log); });
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .enter(3)
            .exit(3)
            .exit(2, seen::failure)
            .exit(1, seen::failure)
            .exit(0, seen::success)
            .note(suppressed));
}

TEST_CASE("10.2 3.6 nothing remains of a suppressed failure: its object is gone") {
    static int alive;
    struct mortal {
        mortal() { ++alive; }
        mortal(mortal const&) { ++alive; }
        ~mortal() { --alive; }
    };
    alive = 0;
    every_way(
        [](auto& w, trace& log) {
            auto const look = [&log](ambit::outcome const& out) {
                log.note(out.failed() ? 1 : 0)
                    .note(out.exception() != nullptr ? 1 : 0)
                    .note(alive != 0 ? 1 : 0);
            };
            return w.scope(at_exit(look), at_exit<suppresses<mortal>>(look)) >>
                   w.body([] { throw mortal(); });
        },
        trace{}.note(1).note(1).note(1).note(0).note(0).note(0).note(suppressed));
}
