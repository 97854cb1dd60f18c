// SPDX-License-Identifier: BSL-1.0
// Rule 10.3 on Asio: one frame a run, and a constant number more where a shield is needed.
#include <asio/count_frames.hpp>
#include <support/catch.hpp>

#include <chrono>
#include <cstddef>
#include <new>
#include <utility>

namespace {

using namespace test;
using ambit::async_run;
using ambit::scope;

/// Posts to its executor without a coroutine of its own.
struct posting {
    asio::io_context& io;
    auto async_enter() { return asio::post(io, asio::deferred); }
    auto async_exit(ambit::outcome const&) { return asio::post(io, asio::deferred); }
};

/// Where somebody can.
template <class Make>
int allocated_with_shield(Make make) {
    scene s;
    int counted = -1;
    s.run(count_second(s.io, make, counted));
    return counted;
}

/// Pipelines of N such stages.
template <std::size_t N>
constexpr auto stages = [](asio::io_context& io) {
    return []<std::size_t... I>(asio::io_context& c, std::index_sequence<I...>) {
        return scope((static_cast<void>(I), posting{c})...) >> [] {};
    }(io, std::make_index_sequence<N>());
};

}  // namespace

TEST_CASE("10.3 one frame, however many the stages") {
    CHECK(allocated(stages<1>) == 1);
    CHECK(allocated(stages<4>) == 1);
    CHECK(allocated(stages<8>) == 1);
}

TEST_CASE("10.3 where somebody can cancel: a constant number more") {
    int const with_one = allocated_with_shield(stages<1>);
    CHECK(with_one > 1);
    CHECK(with_one <= 8);
    CHECK(allocated_with_shield(stages<4>) == with_one);
    CHECK(allocated_with_shield(stages<8>) == with_one);
}

namespace {

struct ready {
    asio::awaitable<void> async_enter() { co_return; }
    asio::awaitable<void> async_exit() { co_return; }
};

/// Whether a run of nothing that suspends lets something else run first.
asio::awaitable<void> looks_aside(asio::io_context& io, bool& did) {
    bool other_ran = false;
    asio::post(io, [&] { other_ran = true; });
    auto block = scope(ready(), ready()) >> [] {};
    co_await async_run(std::move(block));
    did = other_ran;
    co_await suspend();
}

}  // namespace

TEST_CASE("10.3 where nobody can cancel it goes on at once, as the calls of a coroutine do") {
    asio::io_context io;
    bool looked = true;
    asio::co_spawn(io, looks_aside(io, looked), asio::detached);
    io.run();
    CHECK_FALSE(looked);
}

namespace {

/// Counts who is entered.
struct inside {
    int& count;
    void enter() { ++count; }
    void exit() noexcept { --count; }
};

struct without_memory {
    bool failed = false;
    int entered = 0;
    bool is_listening = false;  ///< to the caller's cancellation, when the run is over
};
/// Awaits a run where the Nth allocation fails.
asio::awaitable<void> run_without(scene& s, int nth, without_memory& result) {
    co_await suspend();
    auto block = scope(inside{result.entered}) | scope(posting{s.io}) |
                 scope(inside{result.entered}) | scope(posting{s.io}) >> [] {};
    allocations count;
    count.fails_at = nth;
    try {
        counting = &count;
        auto run = async_run(std::move(block));
        co_await std::move(run);
    } catch (std::bad_alloc const&) {
        result.failed = true;
    }
    counting = nullptr;
    auto const state = co_await asio::this_coro::cancellation_state;
    result.is_listening = state.slot().has_handler();
}

/// Returns whether it had to do without it.
bool runs_without(int nth) {
    INFO("allocation " << nth);
    without_memory result;
    bool abandoned = false;
    {
        scene s;
        try {
            s.run(run_without(s, nth, result));
            CHECK(s.result().succeeded());
        } catch (std::bad_alloc const&) {
            // Where there is no memory to start an operation, Asio destroys the coroutine.
            abandoned = true;
        }
        counting = nullptr;
    }
    CHECK(result.entered == 0);
    CHECK_FALSE(result.is_listening);
    return result.failed || abandoned;
}

}  // namespace

TEST_CASE("10.6 no memory for a run or its shield: it fails, and nothing of it is left behind") {
    int nth = 1;
    while (runs_without(nth)) {
        ++nth;
    }
    CHECK(nth > 1);
}
