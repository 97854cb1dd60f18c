// SPDX-License-Identifier: BSL-1.0
// Rules 13.1 and 13.2: what is registered on a stack, when it is exited, and with what.
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <ambit/stack.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace {

using ambit::exit_stack;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses_everything;
using namespace test;

static_assert(ambit::sync_manager<exit_stack<>>);
static_assert(!ambit::async_manager<exit_stack<>>);
static_assert(std::is_same_v<ambit::resource_t<exit_stack<>>, exit_stack<>&>);
static_assert(std::is_same_v<ambit::properties_of<exit_stack<suppresses_everything>>,
                             ambit::properties<suppresses_everything>>);
static_assert(std::is_nothrow_default_constructible_v<exit_stack<>>);
static_assert(std::is_nothrow_move_constructible_v<exit_stack<>>);
static_assert(!std::is_copy_constructible_v<exit_stack<>>);
static_assert(!std::is_move_assignable_v<exit_stack<>>);
static_assert(!std::is_copy_assignable_v<exit_stack<>>);
static_assert(noexcept(std::declval<exit_stack<>&>().pop_all()));

/// Enters an object that cannot be moved.
struct makes {
    ledger& book;
    trace& log;
    int id;
    immovable enter() {
        log.enter(id);
        return immovable(book, id);
    }
    void exit(immovable& r) { log.exit(r.value); }
};

/// Fails to enter by value where it is given a code.
struct opens {
    trace& log;
    int id;
    int code = 0;
    expected<int, error> enter() const {
        log.enter(id);
        if (code != 0) {
            return unexpected{error{code}};
        }
        return id;
    }
    void exit(int& r) const { log.exit(r); }
};

/// A callable of each size: small ones are kept in the stack, large ones are not.
template <std::size_t Words>
auto noting(trace& log, int id) {
    return [&log, id, ballast = std::array<void*, Words>{}] {
        static_cast<void>(ballast);
        log.exit(id);
    };
}

/// Registers entries of all kinds, numbered from `first`; returns the number of the next.
template <class Stack>
int add_mixed(Stack& s, trace& log, int first, int count) {
    for (int i = 0; i != count; ++i) {
        int const id = first + i;
        switch (i % 3) {
        case 0:
            s.defer(noting<1>(log, id));
            break;
        case 1:
            s.push(noting<8>(log, id));
            break;
        default:
            s.enter(ambit::bracket([id] { return id; }, [&log](int& r) { log.exit(r); }));
        }
    }
    return first + count;
}
trace exited_down(int last, int first) {
    trace t;
    for (int id = last; id >= first; --id) {
        t.exit(id);
    }
    return t;
}

}  // namespace

// --- 13.1 ----------------------------------------------------------------------------------------

TEST_CASE("13.1 the resource of a stack is the stack itself") {
    exit_stack<> s;
    CHECK(run(scope(s) >> [&](exit_stack<>& given) { return &given == &s; }));
}

TEST_CASE("13.1 enter enters now, returns the resource by reference, exits it with the stack") {
    trace log;
    run(scope(exit_stack<>()) >> [&](exit_stack<>& s) {
        int& r = s.enter(holder{log, 1});
        CHECK(r == 1);
        int& other = s.enter(holder{log, 2});
        r = 7;
        CHECK(other == 2);
        CHECK(r == 7);
        STATIC_REQUIRE(std::is_void_v<decltype(s.enter(quiet{log, 3}))>);
        s.enter(quiet{log, 3});
        log.body();
    });
    CHECK(log == trace{}.enter(1).enter(2).enter(3).body().exit(3).exit(2).exit(1));
}

TEST_CASE("13.1 in place: an immovable resource, gone right after its own exit") {
    trace log;
    ledger book;
    exit_stack<> s;
    immovable& r = s.enter(makes{book, log, 1});
    s.push([&] { CHECK(book.alive() == 1); });
    s.enter(makes{book, log, 2});
    CHECK(r.value == 1);
    CHECK(book.made() == 2);
    s.close();
    CHECK(book.alive() == 0);
    CHECK(log == trace{}.enter(1).enter(2).exit(2).exit(1));
}

TEST_CASE("13.1 an rvalue is moved in, an lvalue is held by reference") {
    struct counts {
        int entered = 0;
        int exited = 0;
        counts& enter() {
            ++entered;
            return *this;
        }
        void exit() { ++exited; }
    };
    counts lvalue;
    exit_stack<> s;
    CHECK(&s.enter(lvalue) == &lvalue);
    counts& moved = s.enter(counts());
    CHECK(moved.entered == 1);
    s.close();
    CHECK(lvalue.exited == 1);

    struct move_only_manager {
        std::unique_ptr<int> p;
        int& enter() { return *p; }
        void exit(int& r) { r = -1; }
    };
    CHECK(s.enter(move_only_manager{std::make_unique<int>(4)}) == 4);
}

TEST_CASE("13.1 resources stay where they are, however many are entered") {
    exit_stack<> s;
    std::array<int*, 200> where{};
    for (int i = 0; i != 200; ++i) {
        where[static_cast<std::size_t>(i)] = &s.enter(ambit::value(int(i)));
    }
    exit_stack<> moved(s.pop_all());
    for (int i = 0; i != 200; ++i) {
        CHECK(*where[static_cast<std::size_t>(i)] == i);
    }
}

TEST_CASE("13.1 where enter throws nothing is registered, what was before it is") {
    trace log;
    exit_stack<> s;
    s.enter(quiet{log, 1});
    CHECK_THROWS_AS(s.enter(quiet{log, 2, {.enter = true}}), enter_failure);
    CHECK_THROWS_AS(s.enter(holder{log, 3, {.enter = true}}), enter_failure);
    s.enter(quiet{log, 4});
    s.close();
    CHECK(log == trace{}.enter(1).enter(2).enter(3).enter(4).exit(4).exit(1));
}

TEST_CASE("13.1 8.2 an enter that returns an expected-like: the value, or its error is thrown") {
    trace log;
    exit_stack<> s;
    int& r = s.enter(opens{log, 1});
    CHECK(r == 1);
    try {
        s.enter(opens{log, 2, 5});
        FAIL("entered");
    } catch (error const& e) {
        CHECK(e.code == 5);
    }
    s.close();
    CHECK(log == trace{}.enter(1).enter(2).exit(1));
}

TEST_CASE("13.1 what enter throws inside a run is seen by the entries before it") {
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.enter(watcher<>{log, 1});
                            s.enter(quiet{log, 2, {.enter = true}});
                        }),
                    enter_failure);
    CHECK(log == trace{}.enter(1).enter(2).exit(1, seen::failure));
}

TEST_CASE("13.1 every way to write a manager can be entered") {
    trace log;
    int closed = 0;
    struct connection {
        int* closed;
        void close() const { ++*closed; }
    };
    {
        exit_stack<> s;
        CHECK(s.enter(ambit::bracket([] { return 3; }, [&](int& r) { log.exit(r); })) == 3);
        CHECK(s.enter(ambit::closing(connection{&closed})).closed == &closed);
        CHECK(*s.enter(ambit::raii([] { return std::make_unique<int>(4); })) == 4);
        CHECK(s.enter(ambit::value(5)) == 5);
        auto const generator = [](trace& t) -> ambit::managed<int> {
            co_yield 6;
            t.exit(6);
        };
        CHECK(s.enter(generator(log)) == 6);
        s.enter(ambit::with<suppresses_everything>(quiet{log, 7}));
    }
    CHECK(closed == 1);
    CHECK(log == trace{}.enter(7).exit(7).exit(6).exit(3));
}

TEST_CASE("13.1 a stack destroyed unclosed closes, all being well") {
    trace log;
    {
        exit_stack<> const none;
    }
    {
        exit_stack<> s;
        s.enter(watcher<>{log, 1});
        s.push([&](outcome const& o) { log.exit(2, look(o)); });
    }
    CHECK(log == trace{}.enter(1).exit(2, seen::success).exit(1, seen::success));
}

TEST_CASE("13.1 destroyed unclosed by an exception it still closes, all being well") {
    trace log;
    try {
        exit_stack<> s;
        s.enter(watcher<>{log, 1});
        throw 4;
    } catch (int) {
    }
    CHECK(log == trace{}.enter(1).exit(1, seen::success));
}

TEST_CASE("13.1 a failure in the destructor terminates; close tells of it") {
    CHECK(terminates([] {
        exit_stack<> s;
        s.defer([] { throw 1; });
    }));
    CHECK_FALSE(terminates([] {
        exit_stack<suppresses_everything> s;
        s.push([] { return true; });
        s.defer([] { throw 1; });
    }));
    exit_stack<> s;
    s.defer([] { throw 1; });
    CHECK_THROWS_AS(s.close(), int);
}

// --- 13.2 ----------------------------------------------------------------------------------------

TEST_CASE("13.2 push: called as an exit, with the outcome or with nothing") {
    trace log;
    bool deferred_saw = false;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.defer([&] {
                                deferred_saw = true;
                                return 42;  // ignored
                            });
                            s.push([&] { log.exit(1); });
                            s.push([&](outcome const& o) { log.exit(2, look(o)); });
                            throw 4;
                        }),
                    int);
    CHECK(log == trace{}.exit(2, seen::failure).exit(1));
    CHECK(deferred_saw);
}

TEST_CASE("13.2 push: a function that takes both is given the outcome") {
    struct both_ways {
        int* calls;
        void operator()() const { *calls += 1; }
        void operator()(outcome const&) const { *calls += 10; }
    };
    int calls = 0;
    exit_stack<> s;
    s.push(both_ways{&calls});
    s.defer(both_ways{&calls});
    s.close();
    CHECK(calls == 11);
}

namespace {
int called = 0;
void function() { ++called; }
}  // namespace

TEST_CASE("13.2 functions, lvalues and move-only callables; a copy is what is called") {
    called = 0;
    struct counter {
        int* total;
        int count = 0;
        void operator()() { *total = ++count; }
    };
    int total = 0;
    counter c{&total};
    exit_stack<> s;
    s.push(function);
    s.defer(&function);
    s.push(c);
    s.push(c);
    s.defer([p = std::make_unique<int>(3), &total] { CHECK(std::exchange(total, 0) + *p == 3); });
    s.close();
    CHECK(called == 2);
    CHECK(total == 1);
    CHECK(c.count == 0);
}

TEST_CASE("13.2 a callable ends after its call, and before the next is called") {
    ledger book;
    exit_stack<> s;
    for (int i = 0; i != 40; ++i) {
        s.defer([t = tracked(book, i), &book] { CHECK(book.alive() == t.value + 1); });
    }
    CHECK(book.alive() == 40);
    CHECK(book.copies() == 0);
    s.close();
    CHECK(book.alive() == 0);
}

TEST_CASE("13.2 defer suppresses nothing, whatever it returns and the stack may") {
    exit_stack<suppresses_everything> s;
    s.defer([] { return true; });
    s.defer([] { throw 4; });
    CHECK_THROWS_AS(s.close(), int);
}

TEST_CASE("13.2 close exits all now, last in first out; idempotent; the stack is reusable") {
    trace log;
    exit_stack<> s;
    CHECK(s.empty());
    s.close();
    add_mixed(s, log, 0, 40);
    CHECK_FALSE(s.empty());
    s.close();
    CHECK(s.empty());
    CHECK(log == exited_down(39, 0));
    s.close();
    CHECK(log == exited_down(39, 0));
    log = {};
    add_mixed(s, log, 0, 7);
    s.close();
    CHECK(log == exited_down(6, 0));
}

TEST_CASE("13.2 after a close that threw the stack is empty and reusable") {
    trace log;
    exit_stack<> s;
    s.defer([&] { log.exit(0); });
    s.defer([] { throw 4; });
    CHECK_THROWS_AS(s.close(), int);
    CHECK(s.empty());
    s.defer([&] { log.exit(1); });
    s.close();
    CHECK(log == trace{}.exit(0).exit(1));
}

TEST_CASE("13.2 closed in the body: the run has nothing to exit") {
    trace log;
    run(scope(exit_stack<>()) >> [&](exit_stack<>& s) {
        s.enter(watcher<>{log, 1});
        s.close();
        log.body();
        s.enter(watcher<>{log, 2});
    });
    CHECK(log == trace{}.enter(1).exit(1, seen::success).body().enter(2).exit(2, seen::success));
}

TEST_CASE("13.2 close within an exit: the rest, each once, as part of the same teardown") {
    trace log;
    auto const fill = [&](exit_stack<>& s) {
        s.push([&](outcome const& o) { log.exit(0, look(o)); });
        s.enter(watcher<>{log, 1});
        s.push([&](outcome const& o) {
            log.exit(2, look(o));
            s.close();
            log.note(2);
            s.close();
        });
        s.push([&](outcome const& o) { log.exit(3, look(o)); });
    };
    auto const order = [](seen what) {
        return trace{}.enter(1).exit(3, what).exit(2, what).exit(1, what).exit(0, what).note(2);
    };
    SECTION("of close") {
        exit_stack<> s;
        fill(s);
        s.close();
        CHECK(log == order(seen::success));
    }
    SECTION("of the destructor") {
        {
            exit_stack<> s;
            fill(s);
        }
        CHECK(log == order(seen::success));
    }
    SECTION("of a run, whose failure they see") {
        CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                            [&](exit_stack<>& s) {
                                fill(s);
                                throw 4;
                            }),
                        int);
        CHECK(log == order(seen::failure));
    }
}

TEST_CASE("13.2 close within an exit: what the rest throw is the teardown's, not the caller's") {
    trace log;
    std::size_t aside = 9;
    exit_stack<> s;
    s.push([&](outcome const& o) { log.exit(0, look(o)); });
    s.defer([] { throw 1; });
    s.push([&](outcome const& o) {
        CHECK(o.succeeded());
        s.close();
        log.exit(1, look(o));
        aside = o.secondary().size();
        throw 2;
    });
    try {
        s.close();
        FAIL("did not throw");
    } catch (int e) {
        CHECK(e == 1);
    }
    CHECK(aside == 0);
    CHECK(log == trace{}.exit(0, seen::failure).exit(1, seen::failure));
}

TEST_CASE("13.2 pop_all moves all entries to a new stack, those kept in it too") {
    for (int const count : {0, 1, 2, 3, 16, 17, 47, 48, 49, 50, 100}) {
        trace log;
        exit_stack<> s;
        add_mixed(s, log, 0, count);
        exit_stack<> popped = s.pop_all();
        CHECK(s.empty());
        s.close();
        CHECK(log.empty());
        add_mixed(popped, log, count, 3);
        add_mixed(s, log, 110, 3);
        exit_stack<> again(std::move(popped));
        popped.close();  // NOLINT(bugprone-use-after-move): empty, and usable
        again.close();
        CHECK(log == exited_down(count + 2, 0));
        log = {};
        s.close();
        CHECK(log == exited_down(112, 110));
    }
}

TEST_CASE("13.2 pop_all: small callables alone, around what the stack itself has room for") {
    for (int const count : {1, 15, 16, 17, 48, 49, 112}) {
        trace log;
        ledger book;
        exit_stack<> s;
        for (int i = 0; i != count; ++i) {
            s.defer([&log, i] { log.exit(i); });
        }
        s.defer([t = tracked(book)] { static_cast<void>(t); });
        auto popped = s.pop_all();
        CHECK(book.alive() == 1);
        popped.close();
        CHECK(book.alive() == 0);
        CHECK(log == exited_down(count - 1, 0));
        s.defer([&] { log.exit(126); });
        s.close();
        CHECK(log == exited_down(count - 1, 0).exit(126));
    }
}

TEST_CASE("13.2 pop_all commits: of what was entered one by one nothing is exited") {
    trace log;
    auto const open = [&](bool fails) {
        exit_stack<> s;
        s.enter(quiet{log, 1});
        s.enter(quiet{log, 2, {.enter = fails}});
        return s.pop_all();
    };
    CHECK_THROWS_AS(open(true), enter_failure);
    CHECK(log == trace{}.enter(1).enter(2).exit(1));
    log = {};
    {
        auto kept = open(false);
        CHECK(log == trace{}.enter(1).enter(2));
    }
    CHECK(log == trace{}.enter(1).enter(2).exit(2).exit(1));
}

TEST_CASE("13.2 pop_all in the body: the run exits none of them") {
    trace log;
    std::optional<exit_stack<>> kept;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.enter(watcher<>{log, 1});
                            kept.emplace(s.pop_all());
                            s.enter(watcher<>{log, 2});
                            throw 4;
                        }),
                    int);
    CHECK(log == trace{}.enter(1).enter(2).exit(2, seen::failure));
    kept.reset();
    CHECK(log == trace{}.enter(1).enter(2).exit(2, seen::failure).exit(1, seen::success));
}

TEST_CASE("13.2 pop_all within an exit: the rest outlive the teardown, each exits once") {
    for (int const count : {1, 3, 16, 17, 50, 70}) {
        trace log;
        std::optional<exit_stack<>> kept;
        exit_stack<> s;
        add_mixed(s, log, 0, count);
        s.push([&] {
            kept.emplace(s.pop_all());
            s.defer([&] { log.exit(121); });
            log.exit(120);
        });
        add_mixed(s, log, 100, 5);
        s.close();
        CHECK(log == exited_down(104, 100).exit(120).exit(121));
        log = {};
        kept->close();
        CHECK(log == exited_down(count - 1, 0));
    }
}

TEST_CASE("13.2 a new stack that was popped in an exit may be closed there") {
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.enter(watcher<>{log, 1});
                            s.push([&](outcome const& o) {
                                auto other = s.pop_all();
                                other.close();
                                log.exit(2, look(o));
                            });
                            throw 4;
                        }),
                    int);
    CHECK(log == trace{}.enter(1).exit(1, seen::success).exit(2, seen::failure));
}

// --- 13.3 ----------------------------------------------------------------------------------------

TEST_CASE("13.3 what is registered during teardown runs in the same teardown, next") {
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.enter(watcher<>{log, 1});
                            s.push([&] {
                                log.exit(2);
                                s.enter(watcher<>{log, 3});
                                s.push([&](outcome const& o) {
                                    log.exit(4, look(o));
                                    s.enter(watcher<>{log, 5});
                                });
                            });
                            throw 4;
                        }),
                    int);
    CHECK(log == trace{}
                     .enter(1)
                     .exit(2)
                     .enter(3)
                     .exit(4, seen::failure)
                     .enter(5)
                     .exit(5, seen::failure)
                     .exit(3, seen::failure)
                     .exit(1, seen::failure));
}

TEST_CASE("13.3 what cannot be entered during teardown is an exit that threw") {
    trace log;
    exit_stack<> s;
    s.enter(watcher<>{log, 1});
    s.push([&] { s.enter(quiet{log, 2, {.enter = true}}); });
    CHECK_THROWS_AS(s.close(), enter_failure);
    CHECK(log == trace{}.enter(1).enter(2).exit(1, seen::failure));
}

TEST_CASE("13.3 registered by an exit that then throws: it runs, and sees that") {
    trace log;
    exit_stack<> s;
    s.push([&](outcome const& o) { log.exit(1, look(o)); });
    s.push([&] {
        s.push([&](outcome const& o) { log.exit(2, look(o)); });
        throw 4;
    });
    CHECK_THROWS_AS(s.close(), int);
    CHECK(log == trace{}.exit(2, seen::failure).exit(1, seen::failure));
}

TEST_CASE("13.3 registered when the last one exits") {
    trace log;
    exit_stack<> s;
    s.defer([&] { s.defer([&] { s.defer([&] { log.exit(1); }); }); });
    s.close();
    CHECK(s.empty());
    CHECK(log == trace{}.exit(1));
}

namespace {
/// Registers two more when it exits, down to a depth.
struct node {
    exit_stack<>* s;
    trace* log;
    int id;
    int depth;
    void operator()() const {
        log->exit(id);
        if (depth != 0) {
            s->defer(node{s, log, 2 * id, depth - 1});
            s->push(node{s, log, 2 * id + 1, depth - 1});
        }
    }
};
void exit_in_order(trace& log, int id, int depth) {
    log.exit(id);
    if (depth != 0) {
        exit_in_order(log, 2 * id + 1, depth - 1);
        exit_in_order(log, 2 * id, depth - 1);
    }
}
}  // namespace

TEST_CASE("13.3 entries that register several: each runs once, the last one registered first") {
    for (int const below : {0, 14, 15, 16, 46, 47}) {
        trace log;
        trace expected;
        exit_stack<> s;
        for (int i = 0; i != below; ++i) {
            s.defer([&log, i] { log.exit(-i); });
        }
        s.defer(node{&s, &log, 1, 5});
        s.close();
        exit_in_order(expected, 1, 5);
        for (int i = below; i-- != 0;) {
            expected.exit(-i);
        }
        CHECK(log == expected);
    }
}
