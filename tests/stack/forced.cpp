// SPDX-License-Identifier: BSL-1.0
// Rules 3.7 and 13.3: stacks and the forced unwinding of pthread_cancel.
#include <support/cancelled_thread.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/stack.hpp>

namespace {

using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

using stack = ambit::exit_stack<ambit::suppresses_everything, ambit::suppresses<ambit::cancelled>>;

void fill(stack& s, trace& log) {
    s.enter(watcher<>{log, 1});
    s.push([&log](outcome const& o) {
        log.exit(2, look(o));
        CHECK(o.exception() == nullptr);
        return true;
    });
}
trace filled() { return trace{}.enter(1).exit(2, seen::cancelled).exit(1, seen::cancelled); }

}  // namespace

TEST_CASE("3.7 13.3 forced unwinding in the body: entries exit as cancelled, none suppresses it") {
    trace log;
    CHECK(is_cancelled([&] {
        run(scope(stack()) >> [&](stack& s) {
            fill(s, log);
            cancel_here();
        });
    }));
    CHECK(log == filled());
}

TEST_CASE("3.7 13.3 forced unwinding in an entry: the rest exit as cancelled") {
    trace log;
    SECTION("of a run") {
        CHECK(is_cancelled([&] {
            run(scope(stack()) >> [&](stack& s) {
                fill(s, log);
                s.defer(cancel_here);
            });
        }));
    }
    SECTION("of a run that failed") {
        CHECK(is_cancelled([&] {
            run(scope(stack()) >> [&](stack& s) {
                fill(s, log);
                s.defer(cancel_here);
                throw 4;
            });
        }));
    }
    SECTION("of close") {
        CHECK(is_cancelled([&] {
            stack s;
            fill(s, log);
            s.defer(cancel_here);
            s.close();
        }));
    }
    CHECK(log == filled());
}

TEST_CASE("3.7 13.3 forced unwinding while something is entered: it is not registered") {
    trace log;
    CHECK(is_cancelled([&] {
        run(scope(stack()) >> [&](stack& s) {
            fill(s, log);
            s.enter(ambit::bracket(cancel_here, [&] { log.note(1); }));
        });
    }));
    CHECK(log == filled());
}

TEST_CASE("3.7 13.2 forced unwinding in an entry: close() in a later exit goes on as cancelled") {
    trace log;
    CHECK(is_cancelled([&] {
        stack s;
        fill(s, log);
        s.defer([&s] { s.close(); });
        s.defer(cancel_here);
        s.close();
    }));
    CHECK(log == filled());
}
