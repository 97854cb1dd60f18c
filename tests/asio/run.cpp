// SPDX-License-Identifier: BSL-1.0
// Rules 10.1, 10.4 and 10.6 on Asio: what a run is there.
#include <asio/stages.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::async_run;
using ambit::scope;

using io_executor = asio::io_context::executor_type;
using strand = asio::strand<io_executor>;

template <class T, class Executor>
using awaitable = asio::awaitable<T, Executor>;

/// A stage of coroutines with this executor.
template <class Executor>
struct stage {
    awaitable<int, Executor> async_enter() {
        Executor const executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable_t<Executor>());
        co_return 20;
    }
    awaitable<void, Executor> async_exit(int& n) {
        Executor const executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable_t<Executor>());
        n = 0;
    }
};

/// An operation as an awaitable, and not a coroutine.
auto waits_for(asio::steady_timer& t) { return t.async_wait(asio::deferred); }

template <class Block>
using coroutine_of = decltype(async_run(std::declval<Block>()));

template <class Executor>
awaitable<void, Executor> add(int& sum) {
    auto block =
        scope(stage<Executor>()) | scope(ambit::value(2)) >> [](int& a, int& b) { return a + b; };
    static_assert(std::is_same_v<coroutine_of<decltype(block)>, awaitable<int, Executor>>);
    sum = co_await async_run(std::move(block));
    auto awaited_body =
        scope(ambit::value(1)) >> [](int& one) -> awaitable<int, Executor> { co_return one; };
    static_assert(std::is_same_v<coroutine_of<decltype(awaited_body)>, awaitable<int, Executor>>);
    sum += co_await async_run(std::move(awaited_body));
}

}  // namespace

namespace {

/// Runs `add` on an executor: by itself, and where it could be cancelled and so is shielded.
template <class Executor>
void add_on(asio::io_context& io, Executor const& executor) {
    int sum = 0;
    asio::co_spawn(executor, add<Executor>(sum), asio::detached);
    io.run();
    CHECK(sum == 23);

    int shielded_sum = 0;
    asio::cancellation_signal cancel;
    asio::co_spawn(executor, add<Executor>(shielded_sum),
                   asio::bind_cancellation_slot(cancel.slot(), asio::detached));
    io.restart();
    io.run();
    CHECK(shielded_sum == 23);
}

}  // namespace

TEST_CASE("10.4 a run is a coroutine like the first awaitable, with its executor") {
    asio::io_context io;
    SECTION("any executor") { add_on(io, asio::any_io_executor(io.get_executor())); }
    SECTION("that of a context") { add_on(io, io.get_executor()); }
    SECTION("a strand") { add_on(io, strand(io.get_executor())); }
    SECTION("any executor, and it is a strand") {
        add_on(io, asio::any_io_executor(asio::make_strand(io)));
    }
}

TEST_CASE("10.4 the type of a run where nothing else says it") {
    auto const sync = [] { return 1; };
    auto const body = [](asio::steady_timer& t) { return waits_for(t); };
    using timer = decltype(scope(ambit::value(1)) >> sync);
    static_assert(std::is_same_v<coroutine_of<timer>, ambit::task<int>>);
    static_assert(std::is_same_v<decltype(async_run<asio::awaitable>(std::declval<timer>())),
                                 asio::awaitable<int>>);
    asio::io_context io;
    auto operation = scope(ambit::raii([&io] { return asio::steady_timer(io); })) >> body;
    static_assert(std::is_same_v<coroutine_of<decltype(operation)>, asio::awaitable<void>>);
    static_assert(std::is_same_v<ambit::result_t<decltype(operation)>, void>);
    // A coroutine that is known is preferred to an operation, wherever it stands.
    auto known = scope(stage<io_executor>()) | std::move(operation);
    static_assert(std::is_same_v<coroutine_of<decltype(known)>, awaitable<void, io_executor>>);
}

TEST_CASE("10.1 synchronous stages of an Asio run") {
    scene s;
    bool gave_way = false;
    std::exception_ptr thrown;
    auto block = scope(quick(s, 0)) | scope(quick(s, 1)) >> [&] {
        s.log.body();
        return 7;
    };
    auto const caller = [](asio::io_context& io, auto& b, bool& other) -> asio::awaitable<void> {
        bool other_ran = false;
        asio::post(io, [&other_ran] { other_ran = true; });
        int const seven = co_await async_run<asio::awaitable>(std::move(b));
        CHECK(seven == 7);
        other = other_ran;
        co_await suspend();
    };
    asio::co_spawn(s.io, caller(s.io, block, gave_way),
                   [&](std::exception_ptr p) { thrown = std::move(p); });
    s.io.run();
    CHECK(thrown == nullptr);
    CHECK_FALSE(gave_way);
    CHECK(s.log == trace{}.enter(0).enter(1).body().exit(1, seen::success).exit(0, seen::success));
}

TEST_CASE("10.1 an operation as a body, as an enter and as an exit, none of them a coroutine") {
    struct posts {
        asio::io_context& io;
        auto async_enter() { return asio::post(io, asio::deferred); }
        auto async_exit() { return asio::post(io, asio::deferred); }
    };
    scene s;
    asio::steady_timer t(s.io, std::chrono::milliseconds(1));
    auto block = scope(quick(s, 0)) | scope(posts{s.io}) >> [&] {
        s.log.body();
        return waits_for(t);
    };
    ending end;
    s.run(await_run(block, end));
    CHECK(end.completed);
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::success));

    auto cancelled = scope(quick(s, 1)) >> [&] {
        t.expires_after(std::chrono::hours(1));
        s.cancel_soon(how::terminal);
        return waits_for(t);
    };
    s.log = {};
    s.run(await_run(cancelled, end));
    CHECK(end.error == asio::error::operation_aborted);
    CHECK(s.log == trace{}.enter(1).exit(1, seen::cancelled));
}

TEST_CASE("10.6 what is a cancellation to Asio's runs") {
    constexpr auto& is = ambit::async_traits<asio::awaitable>::is_cancellation;
    using boost::system::system_error;
    CHECK(is(std::make_exception_ptr(system_error(asio::error::operation_aborted))));
    CHECK(is(std::make_exception_ptr(ambit::cancelled())));
    CHECK_FALSE(is(std::make_exception_ptr(system_error(asio::error::eof))));
    CHECK_FALSE(is(std::make_exception_ptr(error_code(asio::error::operation_aborted))));
    CHECK_FALSE(is(std::make_exception_ptr(std::runtime_error("operation aborted"))));
    CHECK_FALSE(is(nullptr));
    // The code of the system that it stands for is the same.
    CHECK(is(std::make_exception_ptr(
        system_error(ECANCELED, boost::system::system_category(), "by hand"))));
}

TEST_CASE("10.6 an exit asks what the failure is: cancelled also if it was thrown by hand") {
    scene s;
    auto const ends_with = [&s](auto thrown) {
        auto block = scope(quick(s, 0)) >> [thrown]() -> asio::awaitable<void> {
            co_await suspend();
            throw thrown;
        };
        auto const caller = [](auto& b) -> asio::awaitable<void> {
            try {
                co_await async_run(std::move(b));
            } catch (...) {  // what it is the exit saw
            }
        };
        s.log = {};
        s.run(caller(block));
        return s.log;
    };
    trace const cancelled = trace{}.enter(0).exit(0, seen::cancelled);
    trace const failed = trace{}.enter(0).exit(0, seen::failure);
    CHECK(ends_with(boost::system::system_error(asio::error::operation_aborted)) == cancelled);
    CHECK(ends_with(ambit::cancelled()) == cancelled);
    CHECK(ends_with(boost::system::system_error(asio::error::eof)) == failed);
}

TEST_CASE("2.6 a wrapped function over an Asio pipeline: each call is a run") {
    scene s;
    auto const caller = [](scene& in) -> asio::awaitable<void> {
        auto add_to = ambit::wrap(scope(slow(in, 1)),
                                  [](int& id, int n) -> asio::awaitable<int> { co_return id + n; });
        static_assert(std::is_same_v<decltype(add_to(1)), asio::awaitable<int>>);
        int const two = co_await add_to(1);
        int const three = co_await add_to(2);
        in.log.note(two).note(three);
    };
    s.run(caller(s));
    s.result().rethrow();
    CHECK(s.log ==
          trace{}.enter(1).exit(1, seen::success).enter(1).exit(1, seen::success).note(2).note(3));
}

TEST_CASE("7.1 7.2 results: move-only, references, and those of suppressing pipelines") {
    scene s;
    int there = 5;
    auto const caller = [](scene& in, int& n) -> asio::awaitable<void> {
        auto unique = scope(slow(in, 0)) >> [](int& id) -> asio::awaitable<std::unique_ptr<int>> {
            co_return std::make_unique<int>(id);
        };
        std::unique_ptr<int> const p = co_await async_run(std::move(unique));
        CHECK(*p == 0);
        // Asio has no coroutines that yield references; a pipeline that may suppress yields none.
        auto reference = scope(slow<ambit::suppresses<std::runtime_error>>(in, 1)) >>
                         [&n]() -> int& { return n; };
        int* const same = co_await async_run(std::move(reference));
        CHECK(same == &n);
        auto suppressed = scope(slow<ambit::suppresses<std::runtime_error>>(in, 2)) >>
                          []() -> asio::awaitable<int> {
            co_await suspend();
            throw std::runtime_error("suppressed");
        };
        std::optional<int> const none = co_await async_run(std::move(suppressed));
        CHECK_FALSE(none.has_value());
    };
    s.run(caller(s, there));
    s.result().rethrow();
    CHECK(s.log.size() == 6);
}

namespace {

/// A stage that enters with an expected-like; who is negative fails.
struct enters_expected {
    scene& s;
    int who;
    asio::awaitable<expected<int, char>> async_enter() {
        co_await suspend();
        if (who < 0) {
            co_return unexpected('e');
        }
        s.log.enter(who);
        co_return who;
    }
    asio::awaitable<void> async_exit(int& id, ambit::outcome const& out) {
        co_await suspend();
        s.log.exit(id, look(out));
    }
};

asio::awaitable<expected<int, char>> run_expected(scene& s, int second, bool body_fails) {
    auto block = scope(enters_expected{s, 1}) |
                 scope(enters_expected{s, second}) >>
                     [&s, body_fails](int& a, int& b) -> asio::awaitable<expected<int, char>> {
        co_await suspend();
        s.log.body();
        if (body_fails) {
            co_return unexpected('b');
        }
        co_return 10 * a + b;
    };
    co_return co_await async_run(std::move(block));
}

}  // namespace

TEST_CASE("8.1 8.2 expected-like resources and results of an Asio run") {
    scene s;
    auto const caller = [](scene& in) -> asio::awaitable<void> {
        auto good = run_expected(in, 2, false);
        expected<int, char> const value = co_await std::move(good);
        CHECK(*value == 12);
        in.log.note(0);
        auto bad = run_expected(in, -1, false);
        expected<int, char> const no_second = co_await std::move(bad);
        CHECK(no_second.error() == 'e');
        in.log.note(1);
        auto worse = run_expected(in, 2, true);
        expected<int, char> const no_body = co_await std::move(worse);
        CHECK(no_body.error() == 'b');
    };
    s.run(caller(s));
    s.result().rethrow();
    CHECK(s.log == trace{}
                       .enter(1)
                       .enter(2)
                       .body()
                       .exit(2, seen::success)
                       .exit(1, seen::success)
                       .note(0)
                       .enter(1)
                       .exit(1, seen::failure)
                       .note(1)
                       .enter(1)
                       .enter(2)
                       .body()
                       .exit(2, seen::failure)
                       .exit(1, seen::failure));
}
