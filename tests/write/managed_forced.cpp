// SPDX-License-Identifier: BSL-1.0
// Rules 3.7 and 11.3: generators and the forced unwinding of pthread_cancel.
#include <support/cancelled_thread.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <ambit/write/managed.hpp>

namespace {

using ambit::managed;
using ambit::run;
using ambit::scope;
using namespace test;

struct note_at_end {
    trace& log;
    int what;
    note_at_end(trace& t, int n) : log(t), what(n) {}
    ~note_at_end() { log.note(what); }
};

enum class place { nowhere, before, after };

template <class... Fact>
managed<void, Fact...> generator(trace& log, place where, tracked parameter) {
    note_at_end const left(log, 1);
    if (where == place::before) {
        cancel_here();
    }
    try {
        note_at_end const left_inside(log, 2);
        co_yield {};
    } catch (...) {
        log.note(3);
    }
    log.note(3 + parameter.value);
    if (where == place::after) {
        cancel_here();
    }
    log.note(5);
}

}  // namespace

TEST_CASE("3.7 11.3 forced unwinding ends the generator at the yield") {
    ledger book;
    trace log;
    SECTION("RAII works, nothing is caught") {
        CHECK(is_cancelled([&] {
            run(scope(watcher<>{log, 0}) |
                scope(generator<>(log, place::nowhere, tracked(book, 1))) >> cancel_here);
        }));
    }
    SECTION("nothing suppresses it") {
        CHECK(is_cancelled([&] {
            run(scope(watcher<>{log, 0}) |
                scope(generator<ambit::suppresses<ambit::cancelled>, ambit::suppresses_everything>(
                    log, place::nowhere, tracked(book, 1))) >>
                    cancel_here);
        }));
    }
    CHECK(log == trace{}.enter(0).note(2).note(1).exit(0, seen::cancelled));
}

TEST_CASE("3.7 11.3 forced unwinding in a generator") {
    ledger book;
    trace log;
    SECTION("before the yield") {
        CHECK(is_cancelled([&] {
            run(scope(watcher<>{log, 0}) |
                scope(generator<>(log, place::before, tracked(book, 1))) >> [] {});
        }));
        CHECK(log == trace{}.enter(0).note(1).exit(0, seen::cancelled));
    }
    SECTION("after it") {
        CHECK(is_cancelled([&] {
            run(scope(watcher<>{log, 0}) |
                scope(generator<>(log, place::after, tracked(book, 1))) >> [] {});
        }));
        CHECK(log == trace{}.enter(0).note(2).note(4).note(1).exit(0, seen::cancelled));
    }
    SECTION("after it has caught a failure") {
        CHECK(is_cancelled([&] {
            run(scope(watcher<>{log, 0}) |
                scope(generator<>(log, place::after, tracked(book, 1))) >> [] { throw 1; });
        }));
        CHECK(log == trace{}.enter(0).note(2).note(3).note(4).note(1).exit(0, seen::cancelled));
    }
}
