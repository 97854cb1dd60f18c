// SPDX-License-Identifier: BSL-1.0
// Rule 13.4: async_exit_stack on `task`, and both kinds of stack in asynchronous runs.
#include "equivalent.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <ambit/managers/suppress.hpp>
#include <ambit/stack.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_exit_stack;
using ambit::async_run;
using ambit::exit_stack;
using ambit::outcome;
using ambit::scope;
using ambit::suppresses;
using ambit::task;
using namespace test;

using stack = async_exit_stack<>;
template <class... Fact>
using stack_with = async_exit_stack<task, Fact...>;

static_assert(ambit::async_manager<stack>);
static_assert(!ambit::sync_manager<stack>);
static_assert(std::is_same_v<ambit::resource_t<stack>, stack&>);
static_assert(!std::is_move_assignable_v<stack>);
static_assert(!std::is_copy_constructible_v<stack>);
static_assert(std::is_nothrow_move_constructible_v<stack>);

/// Runs a block asynchronously, with the loop that its parts suspend to.
template <class Block>
decltype(auto) drive_block(event_loop& loop, Block block) {
    return drive(loop, async_run(std::move(block)));
}

/// Registers an entry of each kind.
task<> fill(stack& s, trace& log, event_loop& loop) {
    co_await s.enter(watcher<>{log, 1});
    auto second = s.enter(asynchronous(watcher<>{log, 2}, &loop));
    co_await std::move(second);
    s.push([&log](outcome const& o) { log.exit(3, look(o)); });
    s.push([&](outcome const& o) { return later(loop, [&] { log.exit(4, look(o)); }); });
    s.defer([&log] { log.exit(5); });
    s.defer([&] { return later(loop, [&] { log.exit(6); }); });
}
trace filled(seen what) {
    return trace{}.enter(1).enter(2).exit(6).exit(5).exit(4, what).exit(3, what).exit(2, what).exit(
        1, what);
}

}  // namespace

// --- sync stacks in async runs -------------------------------------------------------------------

TEST_CASE("13.3 10.1 an exit_stack takes part in asynchronous runs inline") {
    trace log;
    event_loop loop;
    std::size_t aside = 9;
    auto block = scope(at_exit([&](outcome const& o) { aside = o.secondary().size(); })) |
                 scope(asynchronous(watcher<>{log, 0}, &loop)) |
                 scope(exit_stack<>()) >> [&](exit_stack<>& s) -> task<> {
        s.enter(watcher<>{log, 1});
        s.defer([] { throw 1; });
        s.defer([] { throw 2; });
        co_await suspend(loop);
        throw 'c';
    };
    CHECK_THROWS_AS(drive_block(loop, std::move(block)), char);
    CHECK(aside == 2);
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("13.3 6.1 an exit_stack that fails after a success, in an asynchronous run") {
    event_loop loop;
    SECTION("thrown") {
        auto block = scope(exit_stack<>()) >> [&](exit_stack<>& s) -> task<int> {
            s.defer([] { throw 1; });
            co_await suspend(loop);
            co_return 4;
        };
        CHECK_THROWS_AS(drive_block(loop, std::move(block)), int);
    }
    SECTION("suppressed, the result is dropped") {
        auto block = scope(exit_stack<suppresses<int>>()) >>
                     [&](exit_stack<suppresses<int>>& s) -> task<int> {
            s.push([] { return true; });
            s.defer([] { throw 1; });
            co_await suspend(loop);
            co_return 4;
        };
        CHECK(drive_block(loop, std::move(block)) == std::nullopt);
    }
    SECTION("nothing fails") {
        auto block = scope(exit_stack<suppresses<int>>()) >>
                     [&](exit_stack<suppresses<int>>& s) -> task<int> {
            s.push([] { return true; });
            co_await suspend(loop);
            co_return 4;
        };
        CHECK(drive_block(loop, std::move(block)) == 4);
    }
}

// --- enter, push, defer --------------------------------------------------------------------------

TEST_CASE("13.4 entries of both kinds, exited last in, first out, with the outcome") {
    trace log;
    event_loop loop;
    auto const run_with = [&](bool fails) {
        auto block = scope(stack()) >> [&, fails](stack& s) -> task<int> {
            auto filling = fill(s, log, loop);
            co_await std::move(filling);
            if (fails) {
                throw 4;
            }
            co_return 7;
        };
        return drive_block(loop, std::move(block));
    };
    SECTION("success") {
        CHECK(run_with(false) == 7);
        CHECK(log == filled(seen::success));
    }
    SECTION("failure") {
        CHECK_THROWS_AS(run_with(true), int);
        CHECK(log == filled(seen::failure));
    }
}

TEST_CASE("13.4 enter: when it is awaited, the resource by reference, a void one none") {
    trace log;
    event_loop loop;
    auto block = scope(stack()) >> [&](stack& s) -> task<> {
        auto entering = s.enter(asynchronous(holder{log, 3}, &loop));
        CHECK(log.empty());
        int& r = co_await std::move(entering);
        CHECK(r == 3);
        int& other = co_await s.enter(holder{log, 4});
        r = 9;
        CHECK(other == 4);
        STATIC_REQUIRE(std::is_same_v<decltype(s.enter(holder{log, 3})), task<int&>>);
        STATIC_REQUIRE(std::is_same_v<decltype(s.enter(quiet{log, 3})), task<void>>);
    };
    drive_block(loop, std::move(block));
    CHECK(log == trace{}.enter(3).enter(4).exit(4).exit(3));
}

TEST_CASE("13.4 an entry whose enter is never awaited was not entered") {
    trace log;
    event_loop loop;
    stack s;
    {
        [[maybe_unused]] auto never = s.enter(asynchronous(watcher<>{log, 1}, &loop));
    }
    CHECK(s.empty());
    drive(loop, s.close());
    CHECK(log.empty());
}

TEST_CASE("13.4 where enter throws nothing is registered") {
    trace log;
    event_loop loop;
    stack s;
    CHECK_THROWS_AS(drive(loop, s.enter(asynchronous(watcher<>{log, 1, {.enter = true}}, &loop))),
                    enter_failure);
    CHECK_THROWS_AS(drive(loop, s.enter(watcher<>{log, 2, {.enter = true}})), enter_failure);
    CHECK(s.empty());
    drive(loop, s.close());
    CHECK(log == trace{}.enter(1).enter(2));
}

namespace {
struct opens {
    trace* log;
    int id;
    int code;
    expected<int, error> enter() {
        log->enter(id);
        if (code != 0) {
            return unexpected{error{code}};
        }
        return id;
    }
    void exit(int& r) { log->exit(r); }
};
}  // namespace

TEST_CASE("13.4 8.2 an enter that yields an expected-like: the value, or its error is thrown") {
    trace log;
    event_loop loop;
    stack s;
    CHECK(drive(loop, s.enter(asynchronous(opens{&log, 1, 0}, &loop))) == 1);
    CHECK(drive(loop, s.enter(opens{&log, 2, 0})) == 2);
    CHECK_THROWS_AS(drive(loop, s.enter(asynchronous(opens{&log, 3, 5}, &loop))), error);
    CHECK_THROWS_AS(drive(loop, s.enter(opens{&log, 4, 5})), error);
    drive(loop, s.close());
    CHECK(log == trace{}.enter(1).enter(2).enter(3).enter(4).exit(2).exit(1));
}

TEST_CASE("13.4 8.2 10.7 what entered with an error was not entered, and is not abandoned") {
    struct fallible_session {
        trace* log;
        event_loop* loop;
        auto async_enter() {
            return later(loop, []() -> expected<int, error> { return unexpected{error{5}}; });
        }
        auto async_exit(int&) {
            return later(loop, [this] { log->exit(1); });
        }
        void abandon(int&) noexcept { log->note(1); }
    };
    trace log;
    event_loop loop;
    stack s;
    CHECK_THROWS_AS(drive(loop, s.enter(fallible_session{&log, &loop})), error);
    CHECK(s.empty());
    CHECK(log.empty());
}

TEST_CASE("13.4 a manager of both forms takes the asynchronous one") {
    struct both_forms {
        trace* log;
        void enter() { log->enter(1); }
        void exit() { log->exit(1); }
        auto async_enter() {
            return later(nullptr, [this] { log->enter(2); });
        }
        auto async_exit() {
            return later(nullptr, [this] { log->exit(2); });
        }
    };
    trace log;
    event_loop loop;
    stack s;
    drive(loop, s.enter(both_forms{&log}));
    drive(loop, s.close());
    CHECK(log == trace{}.enter(2).exit(2));
}

TEST_CASE("13.4 a generator, a bracket that awaits, a move-only resource") {
    trace log;
    event_loop loop;
    stack s;
    auto const generator = [](trace& t, event_loop& l) -> ambit::async_managed<int> {
        co_await suspend(l);
        t.enter(1);
        co_yield 1;
        co_await suspend(l);
        t.exit(1);
    };
    CHECK(drive(loop, s.enter(generator(log, loop))) == 1);
    auto& p = drive(loop, s.enter(ambit::bracket(
                              [&] { return later(loop, [] { return std::make_unique<int>(2); }); },
                              [&](std::unique_ptr<int>& r) {
                                  return later(loop, [&log, &r] { log.exit(*r); });
                              })));
    CHECK(*p == 2);
    drive(loop, s.close());
    CHECK(log == trace{}.enter(1).exit(2).exit(1));
}

TEST_CASE("13.4 5 a function that yields bool suppresses where it yields true") {
    event_loop loop;
    auto const attempt = [&](bool answer, auto thrown) {
        auto block = scope(stack_with<suppresses<int>>()) >>
                     [&, answer](stack_with<suppresses<int>>& s) -> task<> {
            s.push([&loop, answer] { return later(loop, [answer] { return answer; }); });
            co_await suspend(loop);
            throw thrown;
        };
        return !drive_block(loop, std::move(block));
    };
    CHECK(attempt(true, 4));
    CHECK_THROWS_AS(attempt(false, 4), int);
    CHECK_THROWS_AS(attempt(true, 'c'), char);
}

TEST_CASE("13.4 5 an awaited manager suppresses what both it and the stack declare") {
    event_loop loop;
    auto const attempt = [&]<class... Stack, class... Manager>(ambit::properties<Stack...>,
                                                               ambit::properties<Manager...>) {
        trace log;
        auto block = scope(stack_with<Stack...>()) >> [&](stack_with<Stack...>& s) -> task<> {
            auto entering = s.enter(asynchronous(watcher<Manager...>{log, 1}, &loop));
            co_await std::move(entering);
            throw 4;
        };
        try {
            drive_block(loop, std::move(block));
            return true;
        } catch (int) {
            return false;
        }
    };
    using ambit::properties;
    using any = properties<ambit::suppresses_everything>;
    CHECK(attempt(any(), any()));
    CHECK(attempt(any(), properties<suppresses<int>>()));
    CHECK(attempt(properties<suppresses<int>>(), any()));
    CHECK_FALSE(attempt(any(), properties<>()));
    CHECK_FALSE(attempt(properties<>(), any()));
    CHECK_FALSE(attempt(properties<suppresses<long>>(), any()));
    CHECK_FALSE(attempt(any(), properties<suppresses<long>>()));
}

TEST_CASE("13.4 6.2 terminate: of callables by the stack's fact, of a manager by its own") {
    using ambit::on_exit_error;
    trace log;
    event_loop loop;
    CHECK(terminates([&] {
        stack_with<on_exit_error<ambit::terminate>> s;
        s.defer([&] { return later(loop, [] { throw 1; }); });
        drive(loop, s.close());
    }));
    CHECK(terminates([&] {
        stack s;
        using fails = watcher<on_exit_error<ambit::terminate>>;
        drive(loop, s.enter(asynchronous(fails{log, 1, {.exit = true}}, &loop)));
        drive(loop, s.close());
    }));
    CHECK_FALSE(terminates([&] {
        stack_with<on_exit_error<ambit::terminate>> s;
        drive(loop, s.enter(asynchronous(holder{log, 1, {.exit = true}}, &loop)));
        try {
            drive(loop, s.close());
        } catch (exit_failure const&) {
        }
    }));
}

TEST_CASE("13.4 a callable ends after what it returned was awaited, and before the next") {
    ledger book;
    event_loop loop;
    stack s;
    for (int i = 0; i != 20; ++i) {
        s.defer([t = tracked(book, i), &book, &loop] {
            return later(loop, [&] { CHECK(book.alive() == t.value + 1); });
        });
    }
    CHECK(book.alive() == 20);
    drive(loop, s.close());
    CHECK(book.alive() == 0);
}

// --- close, pop_all ------------------------------------------------------------------------------

TEST_CASE("13.4 close: all being well, idempotent, reusable; what they throw") {
    trace log;
    event_loop loop;
    stack s;
    drive(loop, fill(s, log, loop));
    CHECK_FALSE(s.empty());
    drive(loop, s.close());
    CHECK(s.empty());
    CHECK(log == filled(seen::success));
    drive(loop, s.close());
    s.defer([&] { return later(loop, [] { throw 2; }); });
    s.defer([] { throw 1; });
    s.push([&](outcome const& o) {
        CHECK(o.succeeded());
        return suspend(loop);
    });
    try {
        drive(loop, s.close());
        FAIL("did not throw");
    } catch (int n) {
        CHECK(n == 1);
    }
    CHECK(s.empty());
}

TEST_CASE("13.4 close within an exit: the rest, each once, in the same teardown") {
    trace log;
    event_loop loop;
    auto block = scope(stack()) >> [&](stack& s) -> task<> {
        auto filling = fill(s, log, loop);
        co_await std::move(filling);
        s.push([&s, &log](outcome const& o) -> task<> {
            auto closing = s.close();
            co_await std::move(closing);
            log.exit(7, look(o));
        });
        throw 4;
    };
    CHECK_THROWS_AS(drive_block(loop, std::move(block)), int);
    CHECK(log == filled(seen::failure).exit(7, seen::failure));
}

TEST_CASE("13.4 13.3 registering during teardown, ten thousand times") {
    struct next {
        stack* s;
        event_loop* loop;
        int* left;
        auto operator()() const {
            return later(loop, [this] {
                if (--*left != 0) {
                    s->defer(next(*this));
                }
            });
        }
    };
    event_loop loop;
    int left = 10'000;
    stack s;
    SECTION("that suspend") { s.defer(next{&s, &loop, &left}); }
    SECTION("and that are ready at once") { s.defer(next{&s, nullptr, &left}); }
    drive(loop, s.close());
    CHECK(left == 0);
}

TEST_CASE("13.4 13.3 ten thousand entries") {
    event_loop loop;
    int exited = 0;
    stack s;
    for (int i = 0; i != 5'000; ++i) {
        s.defer([&] { ++exited; });
        s.defer([&] { return later(nullptr, [&] { ++exited; }); });
    }
    drive(loop, s.close());
    CHECK(exited == 10'000);
}

TEST_CASE("13.4 entering during teardown") {
    trace log;
    event_loop loop;
    auto block = scope(stack()) >> [&](stack& s) {
        s.push([&]() -> task<> {
            auto entering = s.enter(asynchronous(watcher<>{log, 2}, &loop));
            co_await std::move(entering);
            log.exit(1);
        });
        throw 4;
    };
    CHECK_THROWS_AS(drive(loop, async_run<task>(std::move(block))), int);
    CHECK(log == trace{}.enter(2).exit(1).exit(2, seen::failure));
}

TEST_CASE("13.4 pop_all, in the body and within an exit") {
    trace log;
    event_loop loop;
    std::optional<stack> kept;
    bool in_exit = false;
    SECTION("in the body") {}
    SECTION("within an exit") { in_exit = true; }
    auto block = scope(stack()) >> [&](stack& s) -> task<> {
        auto filling = fill(s, log, loop);
        co_await std::move(filling);
        if (in_exit) {
            s.push([&] { return later(loop, [&] { kept.emplace(s.pop_all()); }); });
        } else {
            kept.emplace(s.pop_all());
        }
    };
    drive_block(loop, std::move(block));
    CHECK(log == trace{}.enter(1).enter(2));
    drive(loop, kept->close());
    CHECK(log == filled(seen::success));
}

// --- places --------------------------------------------------------------------------------------

TEST_CASE("13.4 a stack of each kind in a stack: one room for what is set aside") {
    event_loop loop;
    std::size_t aside = 0;
    auto block = scope(at_exit([&](outcome const& o) { aside = o.secondary().size(); })) |
                 scope(stack()) >> [&](stack& s) -> task<> {
        stack& inner = co_await s.enter(stack());
        exit_stack<>& innermost = co_await inner.enter(exit_stack<>());
        for (int i = 0; i != 30; ++i) {
            innermost.defer([i] { throw i; });
            inner.defer([&, i] { return later(loop, [i] { throw 100 + i; }); });
            s.defer([&, i] { return later(loop, [i] { throw 200 + i; }); });
        }
        throw 'c';
    };
    CHECK_THROWS_AS(drive_block(loop, std::move(block)), char);
    CHECK(aside == 90);
    stack s;
    drive(loop, s.enter(stack())).defer([] { throw 2; });
    s.defer([] { throw 1; });
    CHECK_THROWS_AS(drive(loop, s.close()), int);
}

TEST_CASE("13.4 as an lvalue stage, made by a factory, beside others, in wrap") {
    trace log;
    event_loop loop;
    SECTION("an lvalue") {
        stack s;
        for (int i = 0; i != 2; ++i) {
            log = {};
            auto block = scope(s) >> [&] { return fill(s, log, loop); };
            drive_block(loop, std::move(block));
            CHECK(s.empty());
            CHECK(log == filled(seen::success));
        }
    }
    SECTION("a factory, twice") {
        auto f = ambit::wrap(scope([] { return stack(); }),
                             [&](stack& s) { return fill(s, log, loop); });
        for (int i = 0; i != 2; ++i) {
            log = {};
            drive(loop, f());
            CHECK(log == filled(seen::success));
        }
    }
    SECTION("as one of both") {
        auto block = scope(ambit::both(stack(), asynchronous(quiet{log, 9}, &loop))) >>
                     [&](stack& s) { return fill(s, log, loop); };
        drive_block(loop, std::move(block));
        CHECK(log.size() == filled(seen::success).size() + 2);
    }
}

TEST_CASE("13.4 a member of a manager, which passes on its outcome") {
    struct session {
        trace* log;
        event_loop* loop;
        stack open{};
        task<session*> async_enter() {
            auto filling = fill(open, *log, *loop);
            co_await std::move(filling);
            co_return this;
        }
        task<> async_exit(outcome const& o) {
            auto exiting = open.async_exit(o);
            co_await std::move(exiting);
        }
    };
    trace log;
    event_loop loop;
    auto block = scope(session{&log, &loop}) >> [](session*&) { throw 4; };
    CHECK_THROWS_AS(drive_block(loop, std::move(block)), int);
    CHECK(log == filled(seen::failure));
}

TEST_CASE("13.4 6.1 7 a stack that fails after a success, suppressed in it or further out") {
    event_loop loop;
    SECTION("thrown") {
        auto block = scope(stack()) >> [&](stack& s) -> task<int> {
            s.defer([&] { return later(loop, [] { throw 1; }); });
            co_return 4;
        };
        CHECK_THROWS_AS(drive_block(loop, std::move(block)), int);
    }
    SECTION("further out") {
        auto block = scope(ambit::suppress<int>()) | scope(stack()) >> [&](stack& s) -> task<int> {
            s.defer([&] { return later(loop, [] { throw 1; }); });
            co_return 4;
        };
        CHECK(drive_block(loop, std::move(block)) == std::nullopt);
    }
    SECTION("in it") {
        auto block = scope(stack_with<suppresses<int>>()) >> [&](auto& s) -> task<int> {
            s.push([] {});
            s.defer([&] { return later(loop, [] { throw 1; }); });
            co_return 4;
        };
        CHECK(drive_block(loop, std::move(block)) == std::nullopt);
    }
    SECTION("nothing fails") {
        auto block = scope(stack_with<suppresses<int>>()) >> [&](auto& s) -> task<int> {
            s.push([] {});
            co_return 4;
        };
        CHECK(drive_block(loop, std::move(block)) == 4);
    }
}

TEST_CASE("13.4 8.1 an error value") {
    trace log;
    event_loop loop;
    auto block = scope(stack()) >> [&](stack& s) -> task<expected<int, error>> {
        auto filling = fill(s, log, loop);
        co_await std::move(filling);
        co_return unexpected{error{4}};
    };
    CHECK(drive_block(loop, std::move(block)) == unexpected{error{4}});
    CHECK(log == filled(seen::failure));
}

TEST_CASE("13.3 13.4 11.5 stacks outside and inside arounds of both kinds") {
    trace log;
    event_loop loop;
    auto const slow = [&] {
        return ambit::around([&](ambit::yield<> y) -> task<> {
            co_await suspend(loop);
            outcome const& end = co_await y();
            log.exit(7, look(end));
        });
    };
    auto const quick = [&] {
        return ambit::around([&](ambit::yield<> y) { log.exit(8, look(y())); });
    };
    SECTION("an exit of the inner one fails") {
        auto block =
            scope(exit_stack<>()) | scope(slow()) | scope(exit_stack<>()) | scope(quick()) |
            scope(exit_stack<>()) >> [&](exit_stack<>& a, exit_stack<>& b, exit_stack<>& c) {
                a.enter(watcher<>{log, 1});
                b.enter(watcher<>{log, 2});
                c.enter(watcher<>{log, 3});
                c.defer([] { throw 4; });
                return 5;
            };
        CHECK_THROWS_AS(drive_block(loop, std::move(block)), int);
        CHECK(log == trace{}
                         .enter(1)
                         .enter(2)
                         .enter(3)
                         .exit(3, seen::failure)
                         .exit(8, seen::failure)
                         .exit(2, seen::failure)
                         .exit(7, seen::failure)
                         .exit(1, seen::failure));
    }
    SECTION("it is suppressed there, and the result is dropped") {
        auto block =
            scope(stack()) | scope(slow()) |
            scope(exit_stack<suppresses<int>>()) >> [&](stack& a, exit_stack<suppresses<int>>& b) {
                a.push(
                    [&](outcome const& o) { return later(loop, [&] { log.exit(1, look(o)); }); });
                b.push([] { return true; });
                b.defer([] { throw 4; });
                return 5;
            };
        CHECK(drive_block(loop, std::move(block)) == std::nullopt);
        CHECK(log == trace{}.exit(7, seen::success).exit(1, seen::success));
    }
    SECTION("nothing fails") {
        auto block = scope(stack()) | scope(slow()) | scope(exit_stack<>()) |
                     scope(quick()) >> [&](stack& a, exit_stack<>& b) {
                         a.defer([&] { log.exit(1); });
                         b.enter(watcher<>{log, 2});
                         return 5;
                     };
        CHECK(drive_block(loop, std::move(block)) == 5);
        CHECK(log == trace{}
                         .enter(2)
                         .exit(8, seen::success)
                         .exit(2, seen::success)
                         .exit(7, seen::success)
                         .exit(1));
    }
}

// --- equivalence ---------------------------------------------------------------------------------

namespace {

using namespace equivalent;

template <class Policy>
using stack_like = stack_with<forgiven, ambit::on_exit_error<Policy>>;

/// Adds the i-th entry; every second one is awaited, some of those suspend.
template <class Stack>
task<> add(Stack& s, world& w, std::size_t i, std::size_t pace, event_loop& loop) {
    event_loop* const where = (pace >> i) % 3 == 0 ? nullptr : &loop;
    bool const awaited = (pace >> i) % 2 == 0;
    auto const enter = [&](auto m) -> task<> {
        if (awaited) {
            auto entering = s.enter(asynchronous(std::move(m), where));
            co_await std::move(entering);
        } else {
            auto entering = s.enter(std::move(m));
            co_await std::move(entering);
        }
    };
    kind const k = w.at(i).what;
    std::optional<task<>> entering;
    if (k == kind::keeps_first) {
        with_manager<kind::keeps_first>(w, i, [&](auto m) { entering.emplace(enter(m)); });
    } else if (k == kind::keeps_last) {
        with_manager<kind::keeps_last>(w, i, [&](auto m) { entering.emplace(enter(m)); });
    } else if (k == kind::aggregates) {
        with_manager<kind::aggregates>(w, i, [&](auto m) { entering.emplace(enter(m)); });
    } else if (k == kind::answers) {
        with_manager<kind::answers>(w, i, [&](auto m) { entering.emplace(enter(m)); });
    } else if (k == kind::suppresses_any) {
        with_manager<kind::suppresses_any>(w, i, [&](auto m) { entering.emplace(enter(m)); });
    } else if (k == kind::pushed && awaited) {
        s.push([&w, i, where](outcome const& o) {
            return later(where, [&w, &o, i] { return w.exiting(i, o); });
        });
    } else if (k == kind::pushed) {
        s.push([&w, i](outcome const& o) { return w.exiting(i, o); });
    } else if (awaited) {
        s.defer([&w, i, where] { return later(where, [&w, i] { w.deferred(i); }); });
    } else {
        s.defer([&w, i] { w.deferred(i); });
    }
    if (entering) {
        co_await std::move(*entering);
    }
}
template <class Policy>
auto fill(stack_like<Policy>& s, world& w, std::size_t pace, event_loop& loop)
    -> task<expected<int, error>> {
    stack_like<Policy>* to = &s;
    for (std::size_t i = 0; i != positions; ++i) {
        if (w.at(i).opens_stack) {
            auto entering = to->enter(stack_like<Policy>());
            to = &co_await std::move(entering);
        }
        auto adding = add(*to, w, i, pace, loop);
        co_await std::move(adding);
    }
    co_return w.end();
}
template <class Policy>
std::string run_on_async_stack(plan const& p, std::size_t pace) {
    world w(p);
    event_loop loop;
    return w.ends([&] {
        auto block = scope(outermost{&w}) | scope(next_to_it{&w}) |
                     scope(stack_like<Policy>()) >>
                         [&](stack_like<Policy>& s) { return fill<Policy>(s, w, pace, loop); };
        return drive_block(loop, std::move(block));
    });
}
template <class Policy>
void compare(unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i != 2000; ++i) {
        plan const p = random_plan(random);
        auto const pace = static_cast<std::size_t>(random());
        auto const expected = run_nested<Policy>(p);
        auto const happened = run_on_async_stack<Policy>(p, pace);
        if (expected != happened) {
            CAPTURE(i, pace);
            CHECK(expected == happened);
            return;
        }
    }
    SUCCEED();
}

}  // namespace

TEST_CASE("13.4 13.3 an async stack is the nested stages that its entries are") {
    SECTION("keep_first") { compare<ambit::keep_first>(4); }
    SECTION("keep_last") { compare<ambit::keep_last>(5); }
    SECTION("aggregate") { compare<ambit::aggregate>(6); }
}
