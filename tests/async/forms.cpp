// SPDX-License-Identifier: BSL-1.0
// Rules 1.2 to 1.4, 2.1, 2.4 and 10.1: which form of a stage takes part, and what it yields.
#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_run;
using ambit::run;
using ambit::scope;
using ambit::sync_wait;
using ambit::task;
using namespace test;

/// What the forms of one stage note, to be told apart.
constexpr int by_call = 1;
constexpr int by_awaiting = 2;

struct both_forms {
    trace& log;
    void enter() const { log.note(by_call); }
    void exit() const { log.note(by_call); }
    auto async_enter() const {
        return later(nullptr, [this] { log.note(by_awaiting); });
    }
    auto async_exit() const {
        return later(nullptr, [this] { log.note(by_awaiting); });
    }
};

/// A resource whose travels are counted.
struct lends {
    ledger& book;
    event_loop* loop;
    auto async_enter() {
        return later(loop, [this] { return move_only(book, 4); });
    }
    auto async_exit(move_only& r, ambit::outcome const&) {
        return later(loop, [&r] { r.value = 0; });
    }
};
/// The same by a coroutine, which has to move it for itself.
struct lends_by_task {
    ledger& book;
    task<move_only> async_enter() { co_return move_only(book, 4); }
    task<> async_exit(move_only&) { co_return; }
};

struct connection {
    std::string name;
};
struct server {
    trace& log;
    auto async_enter() {
        return later(nullptr, [] { return connection{"shop"}; });
    }
    auto async_exit() {
        return later(nullptr, [this] { log.exit(0); });
    }
};
struct session {
    trace& log;
    connection& over;
    auto async_enter() {
        return later(nullptr, [this] { return over.name.size(); });
    }
    auto async_exit(std::size_t& size) {
        return later(nullptr, [this, &size] { log.exit(static_cast<int>(size)); });
    }
};

/// Cannot be edited.
struct adapted {
    trace& log;
};

}  // namespace

template <>
struct ambit::manager_traits<adapted> {
    static auto async_enter(adapted& a) {
        return later(nullptr, [&a] {
            a.log.enter(0);
            return 3;
        });
    }
    static auto async_exit(adapted& a, int& r, outcome const& out) {
        return later(nullptr, [&] { a.log.exit(r, look(out)); });
    }
};

TEST_CASE("10.1 a stage with both forms uses the async one in async_run, the other one in run") {
    trace log;
    auto block = scope(both_forms{log}) >> [&] { log.body(); };
    run(block);
    CHECK(log == trace{}.note(by_call).body().note(by_call));
    log = {};
    sync_wait(async_run(block));
    CHECK(log == trace{}.note(by_awaiting).body().note(by_awaiting));
}

TEST_CASE("10.1 synchronous stages take part inline: nothing suspends for them") {
    event_loop loop;
    trace log;
    auto block = scope(quiet{log, 0}) | scope(asynchronous(quiet{log, 1}, &loop)) |
                 scope(watcher<>{log, 2}) | scope(holder{log, 3}) >> [&](int&) { log.body(); };
    auto coroutine = async_run(std::move(block));
    by_hand it(std::move(coroutine));
    it.start();
    CHECK(log == trace{}.enter(0));
    loop.step();
    CHECK(log == trace{}.enter(0).enter(1).enter(2).enter(3).body().exit(3).exit(2, seen::success));
    CHECK_FALSE(it.ended());
    loop.step();
    CHECK(it.ended());
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .body()
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1)
                     .exit(0));
}

TEST_CASE("10.1 an immovable resource of a stage that is called, beside one that is awaited") {
    ledger book;
    struct holds {
        ledger& book;
        immovable enter() const { return immovable(book, 4); }
        void exit(immovable& r) const { r.value = 0; }
    };
    trace log;
    auto block = scope(holds{book}) | scope(asynchronous(quiet{log, 0})) |
                 scope(holds{book}) >> [](immovable& a, immovable& b) { return a.value + b.value; };
    CHECK(sync_wait(async_run(std::move(block))) == 8);
    CHECK(book.made() == 2);
    CHECK(book.alive() == 0);
}

TEST_CASE("1.3 what an async_enter awaitable yields is moved at most once") {
    event_loop loop;
    auto const moves_of = [&](auto make) {
        ledger book;
        auto block = scope(make(book)) >> [&](move_only& r) {
            CHECK(book.alive() == 1);
            return r.value;
        };
        CHECK(drive(loop, async_run(std::move(block))) == 4);
        CHECK(book.copies() == 0);
        CHECK(book.alive() == 0);
        return book.moves();
    };
    CHECK(moves_of([](ledger& b) { return lends{b, nullptr}; }) <= 1);
    CHECK(moves_of([&](ledger& b) { return lends{b, &loop}; }) <= 1);
    // into the promise, out of it, and once by the run
    CHECK(moves_of([](ledger& b) { return lends_by_task{b}; }) <= 3);
}

TEST_CASE("1.1 resources that are references, or nothing") {
    static std::string const text = "there";
    struct refers {
        auto async_enter() const {
            return later(nullptr, []() -> std::string const& { return text; });
        }
        auto async_exit(std::string const& r) const {
            return later(nullptr, [&r] { CHECK(&r == &text); });
        }
    };
    trace log;
    auto block = scope(refers()) | scope(asynchronous(quiet{log, 0})) |
                 scope(refers()) >> [](std::string const& a, std::string const& b) {
                     return &a == &b && &a == &text;
                 };
    CHECK(sync_wait(async_run(std::move(block))));
}

TEST_CASE("2.1 a factory makes an async manager out of outer resources") {
    trace log;
    auto block = scope(server{log}) |
                 scope([&](connection& c) { return session{log, c}; }) >>
                     [](connection& c, std::size_t& n) { return c.name + std::to_string(n); };
    CHECK(sync_wait(async_run(block)) == "shop4");
    CHECK(sync_wait(async_run(std::move(block))) == "shop4");
    CHECK(log == trace{}.exit(4).exit(0).exit(4).exit(0));
}

TEST_CASE("1.4 a type that cannot be edited takes part by its manager_traits") {
    trace log;
    auto block =
        scope(adapted{log}) | scope(watcher<>{log, 1}) >> [&](int& three) { log.body(three); };
    sync_wait(async_run(std::move(block)));
    CHECK(log == trace{}.enter(0).enter(1).body(3).exit(1, seen::success).exit(3, seen::success));
}

TEST_CASE("2.1 lvalues are held by reference, rvalues are moved in") {
    ledger book;
    struct keeps {
        tracked t;
        auto async_enter() {
            return later(nullptr, [this] { return ++t.value; });
        }
        auto async_exit() {
            return later(nullptr, [] {});
        }
    };
    keeps outside{tracked(book, 4)};
    auto block = scope(outside) |
                 scope(keeps{tracked(book, 7)}) >> [](int& a, int& b) { return 10 * a + b; };
    CHECK(sync_wait(async_run(std::move(block))) == 58);
    CHECK(outside.t.value == 5);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 2);  // and the block, which was moved from
}

TEST_CASE("2.5 a combined pipeline, and grouping, in asynchronous runs") {
    trace log;
    auto session = scope(asynchronous(quiet{log, 0})) | scope(quiet{log, 1});
    auto twice = [&](auto block) {
        sync_wait(async_run(std::move(block)));
        return std::exchange(log, trace{});
    };
    auto const expected = trace{}.enter(0).enter(1).enter(2).body().exit(2).exit(1).exit(0);
    auto body = [&] { log.body(); };
    CHECK(twice(scope(session) | scope(asynchronous(quiet{log, 2})) >> body) == expected);
    CHECK(twice((session | scope(asynchronous(quiet{log, 2}))) >> body) == expected);
    CHECK(twice(session | (scope(asynchronous(quiet{log, 2})) >> body)) == expected);
}
