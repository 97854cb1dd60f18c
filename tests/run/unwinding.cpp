// SPDX-License-Identifier: BSL-1.0
// Rule 3.7: a run during unwinding sees its own outcome alone.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <coroutine>
#include <exception>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

/// Calls f when it is destroyed.
template <class F>
struct on_destruction {
    F f;
    explicit on_destruction(F g) : f(std::move(g)) {}
    on_destruction(on_destruction const&) = delete;
    ~on_destruction() { f(); }
};

/// Calls f in a destructor while an exception is in flight.
template <class F>
void while_unwinding(F f) {
    try {
        on_destruction guard([&] {
            CHECK(std::uncaught_exceptions() == 1);
            f();
        });
        throw 1;
    } catch (int) {
    }
}

/// A coroutine that waits to be resumed, and ends.
struct resumable {
    struct promise_type {
        resumable get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

resumable run_when_resumed(trace& log) {
    run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) >> [&] { log.body(); });
    co_return;
}

}  // namespace

TEST_CASE("3.7 a block run in a destructor during unwinding sees success") {
    trace log;
    while_unwinding(
        [&] { run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) >> [&] { log.body(); }); });
    CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::success));
}

TEST_CASE("3.7 a block run in a destructor during unwinding sees its own failure") {
    trace log;
    while_unwinding([&] {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) >> [] { raise(body_failure{{-1}}); }),
                        body_failure);
    });
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("3.7 a block run in a destructor during unwinding suppresses its own failure") {
    trace log;
    while_unwinding([&] {
        CHECK_FALSE(
            run(scope(watcher<>{log, 0}) | scope(watcher<ambit::suppresses_everything>{log, 1}) >>
                                               [] { raise(body_failure{{-1}}); }));
    });
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}

TEST_CASE("3.7 a block run in a handler sees its own outcome") {
    trace log;
    try {
        throw 1;
    } catch (int) {
        run(scope(watcher<>{log, 0}) >> [&] { log.body(); });
        CHECK_FALSE(run(scope(watcher<ambit::suppresses_everything>{log, 1}) >>
                        [] { raise(body_failure{{-1}}); }));
        CHECK(std::current_exception() != nullptr);
    }
    CHECK(log == trace{}.enter(0).body().exit(0, seen::success).enter(1).exit(1, seen::failure));
}

TEST_CASE("3.7 a block run inside an exit that sees a failure sees its own outcome") {
    trace log;
    CHECK_THROWS_AS(run(scope(at_exit([&](ambit::outcome const& out) {
                            CHECK(out.failed());
                            run(scope(watcher<>{log, 0}) >> [&] { log.body(); });
                            CHECK(out.failed());
                        })) >>
                        [] { raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK(log == trace{}.enter(0).body().exit(0, seen::success));
}

TEST_CASE("3.7 a block run in a coroutine that is resumed during unwinding sees success") {
    trace log;
    resumable coroutine = run_when_resumed(log);
    while_unwinding([&] { coroutine.handle.resume(); });
    CHECK(coroutine.handle.done());
    coroutine.handle.destroy();
    CHECK(log == trace{}.enter(0).enter(1).body().exit(1, seen::success).exit(0, seen::success));
}
