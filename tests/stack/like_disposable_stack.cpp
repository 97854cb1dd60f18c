// SPDX-License-Identifier: BSL-1.0
// The behaviours of JavaScript's DisposableStack, AsyncDisposableStack and SuppressedError (TC39's
// explicit resource management, tested by test262), as far as types leave any to be tested.
//
// `use` is enter, `adopt` a function that keeps its value, `defer` defer, `dispose` close, `move`
// pop_all, `disposed` empty; a SuppressedError is a failure with `secondary()`, by
// on_exit_error<keep_last>, whose `suppressed` chain is that read backwards.
//
// Not kept:
// - a disposed stack that refuses to be used (ReferenceError): a closed one is reusable;
// - `use` of null and undefined, of values without a dispose method, of functions that are none
//   (TypeError): see tests/rejects/stack;
// - property descriptors, subclassing, realms, `this` that is no stack, names, lengths;
// - that disposeAsync returns a promise for everything, a wrong `this` too, and waits one turn for
//   null: nothing is awaited that need not be.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/event_loop.hpp>
#include <support/probes.hpp>

#include <ambit/stack.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using ambit::async_exit_stack;
using ambit::exit_stack;
using ambit::keep_last;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::task;
using namespace test;

/// A resource whose disposal writes its name.
struct resource {
    std::string* log;
    char name;
    resource& enter() { return *this; }
    void exit() { *log += name; }
};
struct async_resource {
    std::string* log;
    char name;
    event_loop* loop;
    auto async_enter() {
        return later(nullptr, [this]() -> async_resource& { return *this; });
    }
    auto async_exit() {
        return later(loop, [this] { *log += name; });
    }
};

/// The error that leaves f, and the chain of those that it suppressed.
template <class F>
std::vector<int> errors_of(F f) {
    std::vector<int> chain;
    auto const add = [&](std::exception_ptr const& p) {
        try {
            std::rethrow_exception(p);
        } catch (int n) {
            chain.push_back(n);
        }
    };
    try {
        run(scope(at_exit([&](outcome const& o) {
                if (o.failed()) {
                    add(o.exception());
                    for (auto n = o.secondary().size(); n != 0; --n) {
                        add(o.secondary()[n - 1]);
                    }
                }
            })) |
            scope(exit_stack<on_exit_error<keep_last>>()) >> f);
    } catch (int n) {
        CHECK(chain.front() == n);
    }
    return chain;
}

}  // namespace

// --- DisposableStack -----------------------------------------------------------------------------

TEST_CASE("13.2 DisposableStack: disposes in the reverse order of use, adopt, defer") {
    std::string log;
    exit_stack<> s;
    s.enter(resource{&log, 'a'});
    s.defer([&, adopted = 'b'] { log += adopted; });
    s.defer([&] { log += 'c'; });
    s.enter(resource{&log, 'd'});
    s.close();
    CHECK(log == "dcba");
}

TEST_CASE("13.1 DisposableStack: use returns the value") {
    std::string log;
    resource r{&log, 'a'};
    exit_stack<> s;
    CHECK(&s.enter(r) == &r);
    CHECK(s.enter(resource{&log, 'b'}).name == 'b');
}

TEST_CASE("13.2 DisposableStack: adopt gives the function the value, use none") {
    std::string log;
    exit_stack<> s;
    int& adopted =
        s.enter(ambit::bracket([] { return 5; }, [&](int& n) { log += std::to_string(n); }));
    CHECK(adopted == 5);
    adopted = 6;
    s.close();
    CHECK(log == "6");
}

TEST_CASE("13.2 DisposableStack: how to dispose is kept when it is registered") {
    std::string log;
    struct disposes {
        std::string* log;
        char name;
        void operator()() const { *log += name; }
    } f{&log, 'a'};
    exit_stack<> s;
    s.defer(f);
    f.name = 'x';
    auto p = std::make_unique<char>('b');
    s.defer([&log, kept = std::move(p)] { log += *kept; });
    CHECK(p == nullptr);  // NOLINT(bugprone-use-after-move)
    s.close();
    CHECK(log == "ba");
}

TEST_CASE("13.2 DisposableStack: disposed, and does not reinvoke disposers") {
    std::string log;
    exit_stack<> s;
    CHECK(s.empty());
    s.enter(resource{&log, 'a'});
    CHECK_FALSE(s.empty());
    s.close();
    CHECK(s.empty());
    s.close();
    CHECK(log == "a");
}

TEST_CASE("13.2 DisposableStack: a stack used by a stack is disposed in its place") {
    std::string log;
    exit_stack<> outer;
    outer.enter(resource{&log, 'a'});
    exit_stack<>& inner = outer.enter(exit_stack<>());
    outer.enter(resource{&log, 'c'});
    inner.enter(resource{&log, 'b'});
    outer.close();
    CHECK(log == "cba");
}

TEST_CASE("13.2 DisposableStack: move empties the stack, the new one disposes, in the same order") {
    std::string log;
    exit_stack<> s;
    s.enter(resource{&log, 'a'});
    s.defer([&] { log += 'b'; });
    exit_stack<> moved = s.pop_all();
    CHECK(s.empty());
    CHECK_FALSE(moved.empty());
    s.close();
    CHECK(log.empty());
    moved.close();
    CHECK(log == "ba");
}

TEST_CASE("13.2 DisposableStack: move out of a constructor that can no longer fail") {
    struct plugin_host {
        std::string* log;
        exit_stack<> owned{};
        plugin_host(std::string* l, bool fails) : log(l) {
            exit_stack<> s;
            s.enter(resource{l, 'a'});
            if (fails) {
                throw 4;
            }
            s.enter(resource{l, 'b'});
            owned.enter(s.pop_all());
        }
    };
    std::string log;
    CHECK_THROWS_AS(plugin_host(&log, true), int);
    CHECK(log == "a");
    log.clear();
    {
        plugin_host const host(&log, false);
        CHECK(log.empty());
    }
    CHECK(log == "ba");
}

TEST_CASE("6.1 13.3 DisposableStack: a single error is thrown as it is, the others still run") {
    std::string log;
    CHECK(errors_of([&](auto& s) {
              s.enter(resource{&log, 'a'});
              s.defer([] { throw 1; });
              s.enter(resource{&log, 'b'});
          }) == std::vector{1});
    CHECK(log == "ba");
}

TEST_CASE("6.2 13.3 SuppressedError: two errors, three, and the body's") {
    CHECK(errors_of([](auto& s) {
              s.defer([] { throw 2; });
              s.defer([] { throw 1; });
          }) == std::vector{2, 1});
    CHECK(errors_of([](auto& s) {
              s.defer([] { throw 3; });
              s.defer([] { throw 2; });
              s.defer([] { throw 1; });
          }) == std::vector{3, 2, 1});
    CHECK(errors_of([](auto& s) {
              s.defer([] { throw 1; });
              throw 0;
          }) == std::vector{1, 0});
    CHECK(errors_of([](auto& s) {
              s.defer([] { throw 2; });
              s.defer([] {});
              s.defer([] { throw 1; });
              throw 0;
          }) == std::vector{2, 1, 0});
}

TEST_CASE("6.2 13.3 SuppressedError: an error of a stack in a stack") {
    CHECK(errors_of([](auto& s) {
              s.defer([] { throw 3; });
              auto& inner = s.enter(exit_stack<on_exit_error<keep_last>>());
              inner.defer([] { throw 2; });
              inner.defer([] { throw 1; });
              throw 0;
          }) == std::vector{3, 2, 1, 0});
}

TEST_CASE("6.2 13.2 SuppressedError: dispose itself, with all errors in one") {
    exit_stack<on_exit_error<ambit::aggregate>> s;
    s.defer([] { throw 2; });
    s.defer([] { throw 1; });
    try {
        s.close();
        FAIL("did not throw");
    } catch (ambit::aggregate_error const& all) {
        CHECK(all.errors().size() == 2);
    }
}

TEST_CASE("13.1 DisposableStack: use of what cannot be used registers nothing") {
    std::string log;
    exit_stack<> s;
    s.enter(resource{&log, 'a'});
    CHECK_THROWS_AS(s.enter(ambit::bracket([]() -> int { throw 4; }, [&] { log += 'x'; })), int);
    s.close();
    CHECK(log == "a");
}

// --- AsyncDisposableStack ------------------------------------------------------------------------

TEST_CASE("13.4 AsyncDisposableStack: each disposal is awaited before the next begins") {
    std::string log;
    event_loop loop;
    async_exit_stack<> s;
    drive(loop, s.enter(async_resource{&log, 'a', &loop}));
    drive(loop, s.enter(resource{&log, 'b'}));
    s.defer([&]() -> task<> {
        log += '(';
        co_await suspend(loop);
        log += ')';
    });
    by_hand<task<>> closing(s.close());
    closing.start();
    CHECK(log == "(");
    loop.step();
    CHECK(log == "()b");
    CHECK_FALSE(closing.ended());
    loop.step();
    CHECK(closing.ended());
    CHECK(log == "()ba");
}

TEST_CASE("13.4 AsyncDisposableStack: the asynchronous way is preferred, the other one taken") {
    struct both_ways : async_resource {
        async_resource& enter() {
            *log += '!';
            return *this;
        }
        void exit() { *log += '!'; }
    };
    std::string log;
    event_loop loop;
    async_exit_stack<> s;
    drive(loop, s.enter(both_ways{{&log, 'a', nullptr}}));
    drive(loop, s.enter(resource{&log, 'b'}));
    drive(loop, s.close());
    CHECK(log == "ba");
}

TEST_CASE("13.4 AsyncDisposableStack: use yields the value; move; disposed; not twice") {
    std::string log;
    event_loop loop;
    async_exit_stack<> s;
    CHECK(drive(loop, s.enter(async_resource{&log, 'a', &loop})).name == 'a');
    CHECK_FALSE(s.empty());
    auto moved = s.pop_all();
    CHECK(s.empty());
    drive(loop, s.close());
    CHECK(log.empty());
    drive(loop, moved.close());
    drive(loop, moved.close());
    CHECK(moved.empty());
    CHECK(log == "a");
}

TEST_CASE("6 13.4 AsyncDisposableStack: a rejection as it is; several, the last one first") {
    event_loop loop;
    std::vector<int> seen_outside;
    using stack = async_exit_stack<task, on_exit_error<keep_last>>;
    auto block = scope(at_exit([&](outcome const& o) {
                     for (auto const& p : o.secondary()) {
                         try {
                             std::rethrow_exception(p);
                         } catch (int n) {
                             seen_outside.push_back(n);
                         }
                     }
                 })) |
                 scope(stack()) >> [&](stack& s) -> task<> {
        s.defer([] { throw 3; });
        s.defer([&]() -> task<> {
            co_await suspend(loop);
            throw 2;
        });
        s.defer([&] { return later(loop, [] { throw 1; }); });
        co_await suspend(loop);
    };
    try {
        drive(loop, ambit::async_run(std::move(block)));
        FAIL("did not throw");
    } catch (int n) {
        CHECK(n == 3);
    }
    CHECK(seen_outside == std::vector{1, 2});
}
