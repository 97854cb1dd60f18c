// SPDX-License-Identifier: BSL-1.0
// Rule 10.2, errors: rows of 4.2 to 4.4 and 6, each run in every way.
#include <support/death.hpp>
#include <support/ways.hpp>

#include <exception>

namespace {

using ambit::outcome;
using namespace test;

using first = ambit::on_exit_error<ambit::keep_first>;
using last = ambit::on_exit_error<ambit::keep_last>;
using all = ambit::on_exit_error<ambit::aggregate>;

constexpr orders enter_fails{.enter = true};
constexpr orders exit_fails{.exit = true};
constexpr auto fail_body = [](auto&...) { raise(body_failure{{body_failed}}); };

/// Notes who failed; of an aggregate, who all did.
void note_who(trace& log, std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (failure const& f) {
        log.note(f.who);
    } catch (ambit::aggregate_error const& e) {
        log.note(aggregated);
        for (auto const& one : e.errors()) {
            note_who(log, one);
        }
    }
}

/// Exits with a note of all that there is to see: the failure, its origin, what was set aside.
template <class... Fact>
auto describes(trace& log) {
    return at_exit<Fact...>([&log](outcome const& out) {
        if (out.succeeded()) {
            log.note(completed);
            return;
        }
        note_who(log, out.exception());
        log.make(static_cast<int>(out.origin()));
        for (auto const& p : out.secondary()) {
            note_who(log, p);
        }
    });
}
/// An exit that fails, with a policy.
template <class Policy = first>
auto breaks(int id) {
    return at_exit<Policy>([id](outcome const&) { raise(exit_failure{{id}}); });
}
/// An exit that throws again what it is shown.
template <class Policy>
auto throws_again() {
    return at_exit<Policy>([](outcome const& out) { std::rethrow_exception(out.exception()); });
}

}  // namespace

TEST_CASE("10.2 4.3 the origin of the body's failure is the number of stages") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(quiet{log, 0}, describes(log), describes(log)) >> w.body(fail_body);
        },
        trace{}
            .enter(0)
            .note(body_failed)
            .make(3)
            .note(body_failed)
            .make(3)
            .exit(0)
            .note(body_failed));
}

TEST_CASE("10.2 4.3 the origin of a stage's failure is its index") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), quiet{log, 1}, watcher<>{log, 2, enter_fails}) >>
                   w.body([] {});
        },
        trace{}.enter(1).enter(2).exit(1).note(2).make(2).note(2));
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks(1), describes(log)) >> w.body([] {});
        },
        trace{}.note(completed).note(1).make(1).note(1));
    every_way(
        [](auto& w, trace& log) {
            auto broken = []() -> quiet { raise(make_failure{{3}}); };
            return w.scope(describes(log), quiet{log, 1}, quiet{log, 2}, broken) >> w.body([] {});
        },
        trace{}.enter(1).enter(2).exit(2).exit(1).note(3).make(3).note(3));
}

TEST_CASE("10.2 6.1 the body's result is dropped where an exit throws") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<ambit::suppresses<exit_failure>>{log, 0}, quiet{log, 1},
                           watcher<>{log, 2, exit_fails}) >>
                   w.body([] { return 5; });
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(2, seen::success)
            .exit(1)
            .exit(0, seen::failure)
            .note(suppressed));
}

TEST_CASE("10.2 6.2 keep_first: the failure stays, what exits throw is set aside, oldest first") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks(1), breaks<first>(2), breaks(3)) >>
                   w.body(fail_body);
        },
        trace{}.note(body_failed).make(4).note(3).note(2).note(1).note(body_failed));
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks(1), breaks(2)) >> w.body([] {});
        },
        trace{}.note(2).make(2).note(1).note(2));
}

TEST_CASE("10.2 6.2 keep_last: what the exit threw becomes the failure, with its origin") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks<last>(1), breaks<last>(2)) >> w.body(fail_body);
        },
        trace{}.note(1).make(1).note(body_failed).note(2).note(1));
}

TEST_CASE("10.2 6.2 aggregate: one failure that lists all, flat, with the origin of the first") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks<all>(1), breaks(2), breaks<all>(3)) >>
                   w.body(fail_body);
        },
        trace{}
            .note(aggregated)
            .note(body_failed)
            .note(3)
            .note(2)
            .note(1)
            .make(4)
            .note(aggregated));
}

TEST_CASE("10.2 6.2 each stage follows its own policy") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks<all>(1), breaks<first>(2), breaks<last>(3)) >>
                   w.body(fail_body);
        },
        trace{}
            .note(aggregated)
            .note(3)
            .note(body_failed)
            .note(2)
            .note(1)
            .make(3)
            .note(aggregated));
}

TEST_CASE("10.2 6.2 an aggregate is a cancellation if the first failure was") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<ambit::suppresses_everything>{log, 0}, breaks<all>(1)) >>
                   w.body([] { raise(ambit::cancelled()); });
        },
        trace{}.enter(0).exit(0, seen::cancelled).note(aggregated));
}

TEST_CASE("10.2 6.3 an exit that threw suppresses nothing") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(watcher<>{log, 0},
                           judge<ambit::suppresses_everything>{log, 1, true, exit_fails},
                           watcher<ambit::suppresses_everything>{log, 2, exit_fails}) >>
                   w.body(fail_body);
        },
        trace{}
            .enter(0)
            .enter(1)
            .enter(2)
            .exit(2, seen::failure)
            .exit(1, seen::failure)
            .exit(0, seen::failure)
            .note(body_failed));
}

TEST_CASE("10.2 6.3 the same exception object thrown again is one failure") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), throws_again<first>(), throws_again<all>(),
                           throws_again<last>()) >>
                   w.body(fail_body);
        },
        trace{}.note(body_failed).make(4).note(body_failed));
}

TEST_CASE("10.2 4.4 what was set aside is gone after a suppression") {
    every_way(
        [](auto& w, trace& log) {
            return w.scope(describes(log), breaks(1),
                           watcher<ambit::suppresses<body_failure>>{log, 2}, describes(log),
                           breaks(4)) >>
                   w.body(fail_body);
        },
        trace{}
            .enter(2)
            .note(body_failed)
            .make(5)
            .note(4)
            .exit(2, seen::failure)
            .note(1)
            .make(1)
            .note(1));
}

TEST_CASE("10.2 6.2 terminate: an exception that leaves the exit ends the program") {
    using deadly = ambit::on_exit_error<ambit::terminate>;
    auto const end_the_program = [](auto make_body) {
        for_each_way([&](auto& w) {
            CHECK(terminates([&] {
                trace log;
                static_cast<void>(w.run(
                    w.scope(watcher<ambit::suppresses_everything>{log, 0}, breaks<deadly>(1)) >>
                    w.body(make_body)));
            }));
        });
    };
    end_the_program([] {});
    end_the_program(fail_body);
    every_way([](auto& w,
                 trace& log) { return w.scope(watcher<deadly>{log, 0}) >> w.body(fail_body); },
              trace{}.enter(0).exit(0, seen::failure).note(body_failed));
}
