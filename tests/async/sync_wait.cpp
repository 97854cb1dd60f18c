// SPDX-License-Identifier: BSL-1.0
// Rule 10.5: sync_wait.
#include <support/asynchronous.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <coroutine>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace {

using ambit::sync_wait;
using ambit::task;
using namespace test;

/// An awaiter that goes on in a thread of its own.
class elsewhere {
public:
    explicit elsewhere(std::thread& t) : thread_(&t) {}
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const {
        std::thread& t = *thread_;  // the coroutine, and this awaiter, may end before this does
        t = std::thread([h] { h.resume(); });
    }
    std::thread::id await_resume() const { return std::this_thread::get_id(); }

private:
    std::thread* thread_;
};

/// Awaiters that decide by a bool whether they suspend, or name another coroutine to go on with.
struct thinks_better_of_it {
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    [[nodiscard]] static bool await_suspend(std::coroutine_handle<>) noexcept { return false; }
    [[nodiscard]] static int await_resume() noexcept { return 5; }
};
struct transfers_back {
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    [[nodiscard]] static std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) noexcept {
        return h;
    }
    [[nodiscard]] static int await_resume() noexcept { return 6; }
};

/// Yields what it holds, in whatever way.
template <class T>
struct yields {
    T held;
    [[nodiscard]] static bool await_ready() noexcept { return true; }
    static void await_suspend(std::coroutine_handle<>) noexcept {}
    T&& await_resume() { return static_cast<T&&>(held); }
};

/// Enters and exits in other threads, one after the other.
struct hops {
    std::thread (&threads)[2];
    trace& log;
    task<int> async_enter() {
        co_await elsewhere(threads[0]);
        log.enter(0);
        co_return 3;
    }
    task<> async_exit(ambit::outcome const& out) {
        co_await elsewhere(threads[1]);
        log.exit(0, look(out));
    }
};

}  // namespace

TEST_CASE("10.5 sync_wait returns what the awaitable yields") {
    CHECK(sync_wait(yields<int>{4}) == 4);
    static int object;
    STATIC_REQUIRE(std::is_same_v<decltype(sync_wait(yields<int&>{object})), int&>);
    CHECK(&sync_wait(yields<int&>{object}) == &object);
    CHECK(*sync_wait(yields<std::unique_ptr<int>>{std::make_unique<int>(6)}) == 6);
    STATIC_REQUIRE(std::is_void_v<decltype(sync_wait(later(nullptr, [] {})))>);
    sync_wait(later(nullptr, [] {}));
}

TEST_CASE("10.5 sync_wait: what would refer into the awaitable is moved out of it") {
    ledger book;
    STATIC_REQUIRE(std::is_same_v<decltype(sync_wait(yields<tracked>{tracked(book)})), tracked>);
    CHECK(sync_wait(yields<tracked>{tracked(book, 7)}).value == 7);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("10.5 sync_wait takes lvalues that can be awaited") {
    auto awaiter = later(nullptr, [n = 0]() mutable { return ++n; });
    CHECK(sync_wait(awaiter) == 1);
    CHECK(sync_wait(awaiter) == 2);
}

TEST_CASE("10.5 sync_wait throws what the awaitable throws") {
    CHECK_THROWS_WITH(sync_wait(later(nullptr, [] { throw std::runtime_error("said so"); })),
                      "said so");
    CHECK_THROWS_AS(sync_wait(later(nullptr, []() -> int { throw 1; })), int);
    static int object;
    CHECK_THROWS_AS(sync_wait(later(nullptr,
                                    []() -> int& {
                                        if (object == 0) {
                                            throw 1;
                                        }
                                        return object;
                                    })),
                    int);
}

TEST_CASE("10.5 sync_wait: every way in which an awaiter may suspend") {
    CHECK(sync_wait(thinks_better_of_it()) == 5);
    CHECK(sync_wait(transfers_back()) == 6);
    auto const both = []() -> task<int> {
        int const five = co_await thinks_better_of_it();
        int const six = co_await transfers_back();
        co_return 10 * five + six;
    };
    CHECK(sync_wait(both()) == 56);
}

TEST_CASE("10.5 sync_wait waits for what completes on another thread") {
    std::thread other;
    auto const where = sync_wait(elsewhere(other));
    CHECK(where == other.get_id());
    other.join();
}

TEST_CASE("10.5 sync_wait of a run that goes from thread to thread") {
    std::thread threads[2];
    trace log;
    auto block = ambit::scope(hops{threads, log}) |
                 ambit::scope(watcher<>{log, 1}) >> [&](int& three) { log.body(three); };
    sync_wait(ambit::async_run(std::move(block)));
    CHECK(log == trace{}.enter(0).enter(1).body(3).exit(1, seen::success).exit(0, seen::success));
    for (auto& t : threads) {
        t.join();
    }
}

TEST_CASE("10.1 sync_wait of a block itself") {
    trace log;
    auto block = ambit::scope(asynchronous(holder{log, 4})) >> [](int& four) { return four; };
    CHECK(sync_wait(block) == 4);
    CHECK(sync_wait(std::move(block)) == 4);
    CHECK(log == trace{}.enter(4).exit(4).enter(4).exit(4));
}
