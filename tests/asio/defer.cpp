// SPDX-License-Identifier: BSL-1.0
// Rule 12: defer(f), on_success(f), on_failure(f) with an f that returns an asio::awaitable.
#include <asio/drive.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/asio.hpp>
#include <ambit/asio/defer.hpp>
#include <ambit/managers/defer.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/on_success.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::async_run;
using ambit::defer;
using ambit::on_failure;
using ambit::on_success;
using ambit::scope;

asio::awaitable<void> suspends() {
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
}
/// Notes what after a suspension, and yields something.
auto notes(trace& log, int what) {
    return [&log, what]() -> asio::awaitable<int> {
        co_await suspends();
        log.note(what);
        co_return what;
    };
}
auto all_three(trace& log) {
    return scope(defer(notes(log, 1))) | scope(on_success(notes(log, 2))) |
           scope(on_failure(notes(log, 3)));
}

using strand = asio::strand<asio::io_context::executor_type>;
constexpr auto on_strand = []() -> asio::awaitable<void, strand> { co_return; };
static_assert(std::is_same_v<decltype(async_run(scope(defer(on_strand)) >> [] { return 'a'; })),
                             asio::awaitable<char, strand>>);

}  // namespace

TEST_CASE("12 defer on Asio: by how the run went") {
    trace log;
    drive(async_run(all_three(log) >> [] {}));
    CHECK_THROWS_AS(drive(async_run(all_three(log) >> [] { raise(body_failure{{-1}}); })),
                    body_failure);
    CHECK(log == trace{}.note(2).note(1).note(3).note(1));
}

TEST_CASE("12 6 defer on Asio: f that throws, when it is called and when it is awaited") {
    trace log;
    auto const when_awaited = []() -> asio::awaitable<void> {
        co_await suspends();
        raise(exit_failure{{1}});
    };
    auto const when_called = [](bool throws = true) -> asio::awaitable<void> {
        if (throws) {
            raise(exit_failure{{2}});
        }
        return suspends();
    };
    auto const runs = [&](auto stage) {
        drive(async_run(scope(watcher<>{log, 0}) | scope(stage) >> [] {}));
    };
    CHECK_THROWS_AS(runs(defer(when_awaited)), exit_failure);
    CHECK_THROWS_AS(runs(on_success([=] { return when_called(); })), exit_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(0).exit(0, seen::failure));
}

TEST_CASE("12 10.6 defer on Asio: shielded from the cancellation of the body") {
    trace log;
    asio::io_context io;
    auto block = all_three(log) >> []() -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1));
        co_await timer.async_wait(asio::use_awaitable);
    };
    spawned run(io, async_run(std::move(block)));
    io.poll();
    run.cancel();
    io.restart();
    io.run();
    CHECK(run.error() == asio::error::operation_aborted);
    CHECK(log == trace{}.note(3).note(1));
}

TEST_CASE("12 10.7 defer on Asio: a run that is destroyed while f is awaited") {
    trace log;
    {
        asio::io_context io;
        auto block = scope(watcher<>{log, 0}) | scope(defer([&log]() -> asio::awaitable<void> {
                                                    log.note(1);
                                                    co_await suspends();
                                                    log.note(2);
                                                })) >>
                                                    [] {};
        asio::co_spawn(io, async_run(std::move(block)), [](std::exception_ptr) {});
        while (log.size() < 2) {
            io.poll_one();
        }
    }
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::cancelled));
}
