// SPDX-License-Identifier: BSL-1.0
// Rules 10.7 and 11.4: generators that await. What they have in common with managed is tested in
// managed.cpp and managed_failures.cpp.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <ambit/write/async_managed.hpp>
#include <ambit/write/managed.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <thread>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_managed;
using ambit::async_run;
using ambit::outcome;
using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using namespace test;

struct note_at_end {
    trace& log;
    int what;
    note_at_end(trace& t, int n) : log(t), what(n) {}
    ~note_at_end() { log.note(what); }
};

/// Suspends before it yields and after.
async_managed<int> slow(trace& log, int id, event_loop& loop) {
    note_at_end const left(log, id);
    log.make(id);
    co_await suspend(loop);
    log.enter(id);
    co_yield int(id);
    co_await suspend(loop);
    log.exit(id);
}

task<> slow_body(trace& log, event_loop& loop) {
    log.body();
    co_await suspend(loop);
}

/// Goes on on a thread of its own.
class hop {
public:
    explicit hop(std::thread& t) noexcept : thread_(&t) {}
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> c) const {
        std::thread& on = *thread_;  // this may be gone once the other thread runs
        on = std::thread([c] { c.resume(); });
    }
    static void await_resume() noexcept {}

private:
    std::thread* thread_;
};

}  // namespace

TEST_CASE("11.4 entering and exiting it are awaited") {
    trace log;
    event_loop loop;
    auto const enter_and_exit = [](trace& t, event_loop& l) -> task<> {
        auto generator = slow(t, 3, l);
        int& resource = co_await generator.async_enter();
        t.body(resource);
        outcome const success;
        co_await generator.async_exit(success);
        t.note(9);
    };
    by_hand run(enter_and_exit(log, loop));
    run.start();
    auto expected = trace{}.make(3);
    CHECK(log == expected);
    loop.step();
    CHECK(log == expected.enter(3).body(3));
    loop.step();
    CHECK(log == expected.exit(3).note(3).note(9));
    run.result();

    using plain = async_managed<int>;
    STATIC_REQUIRE(
        std::is_same_v<decltype(std::declval<plain&>().async_enter().await_resume()), int&>);
    using without = async_managed<void, ambit::suppresses<int>>;
    STATIC_REQUIRE(std::is_void_v<decltype(std::declval<without&>().async_enter().await_resume())>);
    STATIC_REQUIRE(noexcept(std::declval<plain&>().abandon()));
}

TEST_CASE("11.4 it awaits before and after the yield, and the run with it") {
    trace log;
    event_loop loop;
    auto block = scope(slow(log, 1, loop)) | scope(watcher<>{log, 2}) |
                 scope(slow(log, 3, loop)) >> [&](int& a, int& b) { log.body(a + b); };
    by_hand run(async_run(std::move(block)));
    run.start();
    auto expected = trace{}.make(1);
    CHECK(log == expected);
    loop.step();
    CHECK(log == expected.enter(1).enter(2).make(3));
    loop.step();
    CHECK(log == expected.enter(3).body(4));
    loop.step();
    CHECK(log == expected.exit(3).note(3).exit(2, seen::success));
    loop.step();
    CHECK(log == expected.exit(1).note(1));
    REQUIRE(run.ended());
    run.result();
}

TEST_CASE("11.3 11.4 both kinds in one run") {
    trace log;
    event_loop loop;
    auto const called = [](trace& t) -> ambit::managed<> {
        t.enter(2);
        co_yield {};
        t.exit(2);
    };
    auto block = scope(slow(log, 1, loop)) | scope(called(log)) >> [&] { log.body(); };
    drive(loop, async_run(std::move(block)));
    CHECK(log == trace{}.make(1).enter(1).enter(2).body().exit(2).exit(1).note(1));
}

TEST_CASE("11.4 what it awaits may throw") {
    trace log;
    auto const fails = [](int who) -> task<> {
        throw failure{who};
        co_return;
    };
    SECTION("before the yield: an enter that failed") {
        auto const generator = [&]() -> async_managed<> {
            co_await fails(1);
            co_yield {};
        };
        auto block = scope(watcher<>{log, 0}) | scope(generator()) >> [&] { log.body(); };
        CHECK_THROWS_AS(sync_wait(async_run(std::move(block))), failure);
    }
    SECTION("after it: an exit that threw") {
        auto const generator = [&]() -> async_managed<> {
            co_yield {};
            co_await fails(2);
        };
        auto block = scope(watcher<>{log, 0}) | scope(generator()) >> [] {};
        CHECK_THROWS_AS(sync_wait(async_run(std::move(block))), failure);
    }
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("6.3 11.4 it may await what undoes its work, and let the failure through after that") {
    event_loop loop;
    std::exception_ptr inside;
    std::exception_ptr outside;
    std::size_t aside = 9;
    auto const generator = [](event_loop& l, std::exception_ptr& caught) -> async_managed<> {
        try {
            co_yield {};
        } catch (...) {
            caught = std::current_exception();
        }
        co_await suspend(l);
        std::rethrow_exception(caught);
    };
    auto block = scope(at_exit([&](outcome const& out) {
                     outside = out.exception();
                     aside = out.secondary().size();
                 })) |
                 scope(generator(loop, inside)) >> [] { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(drive(loop, async_run(std::move(block))), body_failure);
    CHECK(loop.steps() == 1);
    CHECK(inside != nullptr);
    CHECK(inside == outside);
    CHECK(aside == 0);
}

TEST_CASE("10.7 11.4 destroyed while suspended, generators end where they are, in reverse") {
    trace log;
    event_loop loop;
    auto inner = slow(log, 3, loop);  // held by reference
    auto const destroyed_after = [&](int steps) {
        auto block = scope(watcher<>{log, 0}) | scope(slow(log, 1, loop)) | scope(quiet{log, 2}) |
                     scope(inner) |
                     scope(quiet{log, 4}) >> [&](int&, int&) { return slow_body(log, loop); };
        by_hand run(async_run(std::move(block)));
        run.start();
        for (int i = 0; i != steps; ++i) {
            loop.step();
        }
        CHECK(loop.waiting() == 1);
        log.note(9);
    };
    auto expected = trace{}.enter(0).make(1);
    auto const ends = [](trace t) { return t.note(1).exit(0, seen::cancelled); };
    SECTION("in the enter of the first") {
        destroyed_after(0);
        CHECK(log == ends(expected.note(9)));
    }
    expected.enter(1).enter(2).make(3);
    SECTION("in the enter of the second") {
        destroyed_after(1);
        CHECK(log == ends(expected.note(9).note(3).exit(2)));
    }
    expected.enter(3).enter(4).body();
    SECTION("in the body") {
        destroyed_after(2);
        CHECK(log == ends(expected.note(9).exit(4).note(3).exit(2)));
    }
    expected.exit(4);
    SECTION("in the exit of the second") {
        destroyed_after(3);
        CHECK(log == ends(expected.note(9).note(3).exit(2)));
    }
    SECTION("in the exit of the first") {
        destroyed_after(4);
        CHECK(log == ends(expected.exit(3).note(3).exit(2).note(9)));
    }
}

TEST_CASE("10.7 11.4 what the generator awaits is destroyed with it") {
    trace log;
    event_loop loop;
    auto const nested = [](trace& t, event_loop& l) -> task<> {
        note_at_end const left(t, 1);
        co_await suspend(l);
    };
    auto const generator = [&]() -> async_managed<> {
        note_at_end const left(log, 2);
        co_await nested(log, loop);
        co_yield {};
    };
    {
        auto block = scope(watcher<>{log, 0}) | scope(generator()) >> [] {};
        by_hand run(async_run(std::move(block)));
        run.start();
        CHECK(loop.waiting() == 1);
    }
    CHECK(log == trace{}.enter(0).note(1).note(2).exit(0, seen::cancelled));
}

TEST_CASE("10.7 11.4 abandoned, it ends at the yield: RAII works, handlers see nothing") {
    trace log;
    auto const enter_and_abandon = [](trace& t) -> task<> {
        auto const make = [](trace& l) -> async_managed<> {
            note_at_end const left(l, 1);
            try {
                co_yield {};
            } catch (...) {
                l.note(2);
            }
            l.note(3);
        };
        auto generator = make(t);
        co_await generator.async_enter();
        generator.abandon();
        t.note(9);
    };
    sync_wait(enter_and_abandon(log));
    CHECK(log == trace{}.note(1).note(9));
}

TEST_CASE("11.4 it may go on on other threads") {
    trace log;
    std::thread threads[2];
    auto const generator = [](trace& t, std::thread* on) -> async_managed<> {
        hop there(on[0]);
        co_await there;
        t.enter(1);
        co_yield {};
        hop back(on[1]);
        co_await back;
        t.exit(1);
    };
    auto block = scope(generator(log, threads)) >> [&] { return std::this_thread::get_id(); };
    std::thread::id const there = sync_wait(async_run(std::move(block)));
    CHECK(there == threads[0].get_id());
    for (auto& t : threads) {
        t.join();
    }
    CHECK(log == trace{}.enter(1).exit(1));
}

TEST_CASE("2.4 11.4 a factory makes one for each run of a block in a coroutine") {
    constexpr int runs = 1000;
    int entered = 0;
    int exited = 0;
    auto const generator = [](int& in, int& out) -> async_managed<> {
        ++in;
        co_yield {};
        ++out;
    };
    auto const all = [&]() -> task<> {
        auto block = scope([&] { return generator(entered, exited); }) >> [] {};
        for (int i = 0; i != runs; ++i) {
            co_await block;
        }
    };
    sync_wait(all());
    CHECK(entered == runs);
    CHECK(exited == runs);
}
