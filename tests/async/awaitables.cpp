// SPDX-License-Identifier: BSL-1.0
// Rules 1.2 and 10.4: whatever can be awaited is awaited as it is, where it is, and dies in time.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <ambit/coroutine.hpp>

#include <coroutine>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_run;
using ambit::scope;
using ambit::sync_wait;
using namespace test;

/// An awaiter that cannot be moved, and that is the same object all the time.
class fixed {
public:
    fixed(ledger& book, event_loop* loop) : life_(book, 4), loop_(loop) {}
    bool await_ready() {
        self_ = this;
        return loop_ == nullptr;
    }
    void await_suspend(std::coroutine_handle<> h) {
        CHECK(self_ == this);
        loop_->post(h);
    }
    int await_resume() {
        CHECK(self_ == this);
        return life_.value;
    }

private:
    immovable life_;
    event_loop* loop_;
    fixed* self_ = nullptr;
};
/// An awaitable whose `operator co_await` takes rvalues only.
struct used_up {
    ledger& book;
    event_loop* loop;
    fixed operator co_await() && { return {book, loop}; }
};
/// The same with an operator that is no member.
struct used_up_by_function {
    ledger& book;
    event_loop* loop;
};
fixed operator co_await(used_up_by_function&& u) { return {u.book, u.loop}; }

/// A stage of these awaitables.
template <class A>
struct stage {
    ledger& book;
    event_loop* loop;
    A async_enter() { return A{book, loop}; }
    auto async_exit(int& r) {
        return later(loop, [&r] { CHECK(r == 4); });
    }
};

/// Decides by a bool, or by the handle that it returns, that it does not suspend.
struct by_bool {
    static bool await_ready() { return false; }
    static bool await_suspend(std::coroutine_handle<>) { return false; }
    static int await_resume() { return 4; }
};
struct by_handle {
    static bool await_ready() { return false; }
    static std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) { return h; }
    static int await_resume() { return 4; }
};
template <class A>
struct plain_stage {
    A async_enter() const { return {}; }
    auto async_exit() const {
        return later(nullptr, [] {});
    }
};

}  // namespace

TEST_CASE("10.4 awaiters that cannot be moved, and awaitables that are used up") {
    event_loop loop;
    ledger book;
    auto const run = [&](event_loop* where) {
        auto block =
            scope(stage<fixed>{book, where}) | scope(stage<used_up>{book, where}) |
            scope(stage<used_up_by_function>{book, where}) >> [&, where](int& a, int& b, int& c) {
                CHECK(a + b + c == 12);
                return fixed(book, where);
            };
        CHECK(drive(loop, async_run(std::move(block))) == 4);
    };
    run(nullptr);
    run(&loop);
    CHECK(loop.steps() == 7);
    CHECK(book.made() == 2 * 4);
    CHECK(book.alive() == 0);
}

TEST_CASE("10.4 an awaitable is gone when its step is done") {
    event_loop loop;
    ledger book;
    trace log;
    struct counts_them {
        ledger& book;
        trace& log;
        event_loop* loop;
        auto step() {
            return later(loop, [this, life = tracked(book)] { log.note(book.alive()); });
        }
        auto async_enter() { return step(); }
        auto async_exit() { return step(); }
    };
    auto const run = [&](event_loop* where) {
        log = {};
        auto block = scope(counts_them{book, log, where}) |
                     scope(counts_them{book, log, where}) >> [&] { log.body(book.alive()); };
        drive(loop, async_run(std::move(block)));
        return log;
    };
    auto const one_at_a_time = trace{}.note(1).note(1).body(0).note(1).note(1);
    CHECK(run(nullptr) == one_at_a_time);
    CHECK(run(&loop) == one_at_a_time);
}

TEST_CASE("10.4 the frame of a coroutine that is awaited is gone when its step is done") {
    ledger book;
    trace log;
    struct by_coroutine {
        ledger& book;
        trace& log;
        ambit::task<> step() {
            tracked const variable(book);
            log.note(book.alive());
            co_return;
        }
        ambit::task<> async_enter() { return step(); }
        ambit::task<> async_exit() { return step(); }
    };
    auto block = scope(by_coroutine{book, log}) |
                 scope(by_coroutine{book, log}) >> [&] { log.body(book.alive()); };
    sync_wait(async_run(std::move(block)));
    CHECK(log == trace{}.note(1).note(1).body(0).note(1).note(1));
}

TEST_CASE("10.4 an awaitable that a manager keeps is awaited where it is") {
    event_loop loop;
    ledger book;
    struct keeps {
        fixed entering;
        fixed& async_enter() { return entering; }
        auto async_exit(int&) {
            return later(nullptr, [] {});
        }
    };
    keeps stays{fixed(book, &loop)};
    auto block = scope(stays) >> [](int& r) { return r; };
    CHECK(drive(loop, async_run(block)) == 4);
    CHECK(drive(loop, async_run(block)) == 4);
    CHECK(book.made() == 1);
}

TEST_CASE("10.4 every way in which an awaiter may decide whether to suspend") {
    auto block =
        scope(plain_stage<by_bool>()) | scope(plain_stage<by_handle>()) >> [](int& a, int& b) {
            CHECK(a + b == 8);
            return by_handle();
        };
    CHECK(sync_wait(async_run(std::move(block))) == 4);
}

TEST_CASE("10.4 what throws before it is awaited, when it suspends, when it resumes") {
    trace log;
    enum class when { call, ready, suspend, resume };
    struct throws {
        when at;
        bool await_ready() const {
            fail(when::ready);
            return false;
        }
        bool await_suspend(std::coroutine_handle<>) const {
            fail(when::suspend);
            return false;
        }
        void await_resume() const { fail(when::resume); }
        void fail(when now) const {
            if (at == now) {
                raise(failure{static_cast<int>(at)});
            }
        }
    };
    struct throwing {
        when at;
        throws async_enter() const { return call(); }
        throws async_exit() const { return {when::call}; }
        [[nodiscard]] throws call() const {
            throws t{at};
            t.fail(when::call);
            return t;
        }
    };
    for (auto const at : {when::call, when::ready, when::suspend, when::resume}) {
        log = {};
        auto as_enter = scope(watcher<>{log, 0}) | scope(throwing{at}) >> [&] { log.body(); };
        CHECK_THROWS_AS(sync_wait(async_run(std::move(as_enter))), failure);
        CHECK(log == trace{}.enter(0).exit(0, seen::failure));
        log = {};
        auto as_body = scope(watcher<>{log, 0}) >> [at] { return throwing{at}.call(); };
        CHECK_THROWS_AS(sync_wait(async_run(std::move(as_body))), failure);
        CHECK(log == trace{}.enter(0).exit(0, seen::failure));
    }
}

TEST_CASE("1.2 what the arguments of async_exit refer to is there until its awaitable completes") {
    event_loop loop;
    ledger book;
    struct looks_late {
        ledger& book;
        event_loop& loop;
        auto async_enter() {
            return later(nullptr, [this] { return tracked(book, 4); });
        }
        ambit::task<> async_exit(tracked& r, ambit::outcome const& out) {
            co_await suspend(loop);
            CHECK(out.error<failure>()->who == -1);
            CHECK(out.origin() == 1);
            CHECK(r.value == 4);
            co_await suspend(loop);
            CHECK(out.failed());
            CHECK(book.alive() == 1);
        }
    };
    auto block = scope(looks_late{book, loop}) >> [](tracked&) { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(drive(loop, async_run(std::move(block))), body_failure);
    CHECK(loop.steps() == 2);
    CHECK(book.alive() == 0);
}
