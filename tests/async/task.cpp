// SPDX-License-Identifier: BSL-1.0
// Rule 10.5: task.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/tracked.hpp>

#include <ambit/coroutine.hpp>

#include <coroutine>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::sync_wait;
using ambit::task;
using namespace test;

static_assert(std::is_nothrow_move_constructible_v<task<int>>);
static_assert(std::is_nothrow_move_assignable_v<task<int>>);
static_assert(!std::is_copy_constructible_v<task<int>> && !std::is_copy_assignable_v<task<int>>);
static_assert(std::is_same_v<task<>, task<void>>);

template <class T>
concept can_be_awaited = requires(T&& t) { static_cast<T&&>(t).operator co_await(); };
static_assert(can_be_awaited<task<int>> && !can_be_awaited<task<int>&>);

template <class T>
using yielded = decltype(std::declval<task<T>>().operator co_await().await_resume());
static_assert(std::is_same_v<yielded<int>, int> && std::is_same_v<yielded<int&>, int&>);
static_assert(std::is_same_v<yielded<int const&>, int const&>);
static_assert(std::is_void_v<yielded<void>>);

task<int> value(int n) { co_return n; }

task<int> sum_of_chain(int n) {
    int rest = 0;
    if (n != 0) {
        rest = co_await sum_of_chain(n - 1);
    }
    co_return rest + 1;
}

task<int> sum_of_loop(int n) {
    int sum = 0;
    for (int i = 0; i != n; ++i) {
        sum += co_await value(1);
    }
    co_return sum;
}

/// Awaitables that have their `operator co_await` as a member, or beside them.
struct with_member {
    auto operator co_await() const {
        return later(nullptr, [] { return 20; });
    }
};
struct with_function {};
auto operator co_await(with_function) {
    return later(nullptr, [] { return 300; });
}

}  // namespace

TEST_CASE("10.5 a task is lazy: it starts when it is awaited") {
    bool started = false;
    auto const coroutine = [](bool& flag) -> task<int> {
        flag = true;
        co_return 4;
    };
    auto t = coroutine(started);
    CHECK_FALSE(started);
    CHECK(sync_wait(std::move(t)) == 4);
    CHECK(started);
}

TEST_CASE("10.5 what a task yields: values, nothing, references, what can only be moved") {
    static int object = 5;
    CHECK(sync_wait(value(4)) == 4);
    STATIC_REQUIRE(std::is_void_v<decltype(sync_wait([]() -> task<> { co_return; }()))>);
    CHECK(&sync_wait([]() -> task<int&> { co_return object; }()) == &object);
    CHECK(&sync_wait([]() -> task<int const&> { co_return object; }()) == &object);
    CHECK(*sync_wait(
              []() -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(6); }()) == 6);
    CHECK(sync_wait([]() -> task<int const> { co_return 7; }()) == 7);
    CHECK(sync_wait([]() -> task<std::string> { co_return "converted"; }()) == "converted");
}

TEST_CASE("10.5 a value is moved, never copied, and dies") {
    ledger book;
    auto const make = [](ledger& b) -> task<tracked> { co_return tracked(b, 8); };
    auto const pass = [](ledger& b, auto inner) -> task<tracked> {
        auto t = co_await inner(b);
        co_return std::move(t);
    };
    CHECK(sync_wait(pass(book, make)).value == 8);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("10.5 what a task throws is thrown to whoever awaits it") {
    auto const throws = []() -> task<int> {
        throw std::runtime_error("said so");
        co_return 1;
    };
    auto const catches = [](auto inner) -> task<std::string> {
        std::string what;
        try {
            co_await inner();
        } catch (std::runtime_error const& e) {
            what = e.what();
        }
        co_return what;
    };
    CHECK(sync_wait(catches(throws)) == "said so");
    CHECK_THROWS_WITH(sync_wait(throws()), "said so");
    CHECK_THROWS_AS(sync_wait([]() -> task<> {
                        throw 3;
                        co_return;
                    }()),
                    int);
    CHECK_THROWS_AS(sync_wait([]() -> task<int&> { throw 3; }()), int);
}

TEST_CASE("10.5 symmetric transfer: ten thousand tasks deep, ten thousand in a row") {
    CHECK(sync_wait(sum_of_chain(10'000)) == 10'001);
    CHECK(sync_wait(sum_of_loop(10'000)) == 10'000);
}

TEST_CASE("10.5 a task awaits any awaiter") {
    auto const all = []() -> task<int> {
        int const one = co_await later(nullptr, [] { return 1; });
        int const twenty = co_await with_member();
        int const hundreds = co_await with_function();
        co_return one + twenty + hundreds;
    };
    CHECK(sync_wait(all()) == 321);
}

TEST_CASE("10.5 a task that suspends goes on where it is resumed") {
    event_loop loop;
    auto const inner = [](event_loop& l) -> task<int> {
        co_await suspend(l);
        co_return 4;
    };
    auto const outer = [](event_loop& l, auto in) -> task<int> {
        int const first = co_await in(l);
        int const second = co_await in(l);
        co_return 10 * first + second;
    };
    auto coroutine = outer(loop, inner);
    by_hand it(std::move(coroutine));
    it.start();
    CHECK_FALSE(it.ended());
    CHECK(loop.step());
    CHECK_FALSE(it.ended());
    CHECK(loop.step());
    CHECK(it.ended());
    CHECK(it.result() == 44);
    CHECK_FALSE(loop.step());
}

TEST_CASE("10.5 a task that is destroyed ends what it has: its arguments, its variables") {
    event_loop loop;
    ledger book;
    auto const coroutine = [](tracked argument, event_loop& l) -> task<> {
        tracked const variable(argument.book());
        co_await suspend(l);
    };
    SECTION("never started") {
        {
            auto const t = coroutine(tracked(book), loop);
            CHECK(book.alive() == 1);
        }
        CHECK(book.made() == 2);  // the argument, and the task's own
    }
    SECTION("suspended") {
        {
            by_hand it(coroutine(tracked(book), loop));
            it.start();
            CHECK(book.alive() == 2);
        }
        loop.clear();
    }
    SECTION("ended") {
        {
            by_hand it(coroutine(tracked(book), loop));
            it.start();
            loop.step();
            CHECK(it.ended());
            CHECK(book.alive() == 1);
        }
    }
    CHECK(book.alive() == 0);
}

TEST_CASE("10.5 a task can be moved") {
    ledger book;
    auto const coroutine = [](tracked t) -> task<int> { co_return t.value; };
    {
        auto a = coroutine(tracked(book, 1));
        auto b = std::move(a);
        auto c = coroutine(tracked(book, 2));
        c = std::move(b);
        CHECK(sync_wait(std::move(c)) == 1);
    }
    CHECK(book.alive() == 0);
}
