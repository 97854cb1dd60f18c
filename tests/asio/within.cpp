// SPDX-License-Identifier: BSL-1.0
// within, idle_within: deadlines for what is inside of them.
#include <asio/stages.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using namespace std::chrono_literals;
using ambit::idle_within;
using ambit::scope;
using ambit::timed_out;
using ambit::within;

constexpr auto soon = 3ms;
constexpr std::chrono::minutes never = 1h;

/// A body that waits until it is cancelled.
asio::awaitable<void> waits(scene& s) {
    s.log.body();
    co_await pass_for_ever();
}

/// Who ended a run: nobody, a deadline, a cancellation, or something else.
enum class by { nobody, deadline, cancellation, other };

template <class Block>
asio::awaitable<void> find_out(Block& block, by& who) {
    try {
        co_await ambit::async_run(std::move(block));
        who = by::nobody;
    } catch (timed_out const&) {
        who = by::deadline;
    } catch (boost::system::system_error const& e) {
        who = e.code() == asio::error::operation_aborted ? by::cancellation : by::other;
    } catch (...) {
        who = by::other;
    }
}
template <class Block>
by who_ends(scene& s, Block block) {
    by who = by::other;
    s.run(find_out(block, who));
    return who;
}

}  // namespace

TEST_CASE("within: a manager of Asio's runs, without a resource") {
    using manager = decltype(within(1ms));
    static_assert(ambit::async_manager<manager>);
    static_assert(!ambit::sync_manager<manager>);
    static_assert(std::is_void_v<ambit::resource_t<manager>>);
    static_assert(
        std::is_same_v<ambit::resource_t<decltype(idle_within(1ms))>, ambit::idle_deadline>);
    static_assert(std::is_same_v<decltype(within(1s)), decltype(within(1ns))>);
}

TEST_CASE("timed_out is a system_error that says so") {
    static_assert(std::is_base_of_v<boost::system::system_error, timed_out>);
    CHECK(timed_out().code() == asio::error::timed_out);
    auto const p = std::make_exception_ptr(timed_out());
    CHECK_FALSE(ambit::async_traits<asio::awaitable>::is_cancellation(p));
}

TEST_CASE("within: not over in time ends with timed_out, after every exit has run to its end") {
    scene s;
    auto block = scope(slow(s, 0)) | scope(within(soon)) | scope(slow(s, 1)) |
                 scope(quick(s, 2)) >> [&] { return waits(s); };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
    CHECK(s.log == trace{}
                       .enter(0)
                       .enter(1)
                       .enter(2)
                       .body()
                       .exit(2, seen::cancelled)
                       .exit(1, seen::cancelled)
                       .exit(0, seen::failure));
}

TEST_CASE("within: what is outside of it sees timed_out as the failure, the cancellation aside") {
    scene s;
    std::size_t set_aside = 0;
    auto block = scope(at_exit([&](ambit::outcome const& out) {
                     auto const* const e = out.error<timed_out>();
                     s.log.note(e != nullptr && e->code() == asio::error::timed_out);
                     s.log.note(static_cast<int>(out.origin()));
                     for (auto const& p : out.secondary()) {
                         set_aside += ambit::async_traits<asio::awaitable>::is_cancellation(p);
                     }
                 })) |
                 scope(within(soon)) >> [&] { return waits(s); };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
    CHECK(s.log == trace{}.body().note(true).note(1));
    CHECK(set_aside == 1);
}

TEST_CASE("within: the caller is not cancelled by it") {
    scene s;
    how state = how::total;
    bool went_on = false;
    auto block = scope(within(soon)) >> [&] { return waits(s); };
    auto const caller = [](auto& b, how& c, bool& on) -> asio::awaitable<void> {
        by who = by::other;
        auto awaited = find_out(b, who);
        co_await std::move(awaited);
        auto const after = co_await asio::this_coro::cancellation_state;
        c = after.cancelled();
        co_await suspend();
        on = who == by::deadline;
    };
    s.run(caller(block, state, went_on));
    CHECK(state == how::none);
    CHECK(went_on);
}

TEST_CASE("within: over in time is a success, and nothing is left to wait for") {
    scene s;
    auto const before = std::chrono::steady_clock::now();
    auto block = scope(within(never)) | scope(slow(s, 0)) >> [&]() -> asio::awaitable<void> {
        co_await suspend();
        s.log.body();
    };
    CHECK(who_ends(s, std::move(block)) == by::nobody);
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::success));
    CHECK(std::chrono::steady_clock::now() - before < never / 2);
}

TEST_CASE("within: time is up while something inside enters") {
    scene s;
    struct enters_for_ever {
        scene& s;
        asio::awaitable<void> async_enter() { return pass_for_ever(); }
        asio::awaitable<void> async_exit() {
            s.log.note(-1);  // never
            co_return;
        }
    };
    auto block = scope(within(soon)) | scope(slow(s, 0)) | scope(enters_for_ever{s}) |
                 scope(quick(s, 2)) >> [&] { s.log.body(); };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
    CHECK(s.log == trace{}.enter(0).exit(0, seen::cancelled));
}

TEST_CASE("within: no time at all") {
    scene s;
    auto block = scope(within(0ns)) >> [&] { return waits(s); };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
}

TEST_CASE("within: of nested deadlines the one whose time is up ends the run") {
    scene s;
    std::optional<bool> is_failure;
    auto const between =
        at_exit([&](ambit::outcome const& out) { is_failure = out.error<timed_out>() != nullptr; });
    SECTION("the inner one") {
        auto block = scope(within(never)) | scope(between) | scope(within(soon)) |
                     scope(slow(s, 0)) >> [&] { return waits(s); };
        CHECK(who_ends(s, std::move(block)) == by::deadline);
        CHECK(is_failure == true);
    }
    SECTION("the outer one: to what is inside of it, a cancellation") {
        auto block = scope(within(soon)) | scope(between) | scope(within(never)) |
                     scope(slow(s, 0)) >> [&] { return waits(s); };
        CHECK(who_ends(s, std::move(block)) == by::deadline);
        CHECK(is_failure == false);
    }
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::cancelled));
}

TEST_CASE("within: a run in the body of a run, each with a deadline") {
    scene s;
    auto const run_of = [&s](auto outer, auto inner) {
        auto const body = [&s, inner] {
            return ambit::async_run(scope(slow(s, 1)) | scope(within(inner)) |
                                    scope(slow(s, 2)) >> [&s] { return waits(s); });
        };
        return scope(slow(s, 0)) | scope(within(outer)) >> body;
    };
    trace expected = trace{}.enter(0).enter(1).enter(2).body().exit(2, seen::cancelled);
    SECTION("the inner one's time is up") {
        CHECK(who_ends(s, run_of(never, soon)) == by::deadline);
        CHECK(s.log == expected.exit(1, seen::failure).exit(0, seen::failure));
    }
    SECTION("the outer one's") {
        CHECK(who_ends(s, run_of(soon, never)) == by::deadline);
        CHECK(s.log == expected.exit(1, seen::cancelled).exit(0, seen::failure));
    }
}

TEST_CASE("within: a cancellation by the caller stays one") {
    scene s;
    s.in_body = s.in_exits = how::terminal;
    auto block = scope(within(never)) | scope(slow(s, 0)) >> [&] { return cancelled_body(s); };
    CHECK(who_ends(s, std::move(block)) == by::cancellation);
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::cancelled));
}

TEST_CASE("within: time that is up during teardown is not up") {
    scene s;
    struct exits_late {
        scene& s;
        asio::awaitable<void> async_enter() { co_return; }
        asio::awaitable<void> async_exit(ambit::outcome const& out) {
            co_await pass(4 * soon);
            s.log.exit(0, look(out));
        }
    };
    SECTION("of a success") {
        auto block = scope(within(2 * soon)) | scope(exits_late{s}) >> [] {};
        CHECK(who_ends(s, std::move(block)) == by::nobody);
        CHECK(s.log == trace{}.exit(0, seen::success));
    }
    SECTION("of a cancellation") {
        s.in_body = how::terminal;
        auto block = scope(within(never)) | scope(within(2 * soon)) |
                     scope(exits_late{s}) >> [&] { return cancelled_body(s); };
        CHECK(who_ends(s, std::move(block)) == by::cancellation);
        CHECK(s.log == trace{}.body().exit(0, seen::cancelled));
    }
}

namespace {

/// Is cancelled, and does not mind.
asio::awaitable<int> finishes_anyway() {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer t(executor, never);
    auto const [error] = co_await t.async_wait(asio::as_tuple(asio::deferred));
    co_return error == asio::error::operation_aborted ? 1 : 0;
}

}  // namespace

TEST_CASE("within: a body that finishes in spite of the deadline has finished") {
    int result = -1;
    drive([](int& r) -> asio::awaitable<void> {
        auto block = scope(within(soon)) >> [] { return finishes_anyway(); };
        r = co_await ambit::async_run(std::move(block));
    }(result));
    CHECK(result == 1);
}

TEST_CASE("within: a body that fails of itself once it is cancelled has failed so") {
    scene s;
    auto block = scope(within(soon)) >> []() -> asio::awaitable<void> {
        auto waiting = finishes_anyway();
        co_await std::move(waiting);
        throw std::runtime_error("of itself");
    };
    CHECK(who_ends(s, std::move(block)) == by::other);
}

TEST_CASE("within: a stage outside of it may suppress timed_out") {
    scene s;
    std::optional<bool> completed;
    auto block = scope(slow(s, 0)) | scope(slow<ambit::suppresses<timed_out>>(s, 1)) |
                 scope(within(soon)) | scope(slow(s, 2)) >> [&] { return waits(s); };
    auto const caller = [](auto& b, std::optional<bool>& c) -> asio::awaitable<void> {
        c = co_await ambit::async_run(std::move(b));
        co_await suspend();
    };
    s.run(caller(block, completed));
    CHECK(s.result().succeeded());
    CHECK(completed == false);
    CHECK(s.log == trace{}
                       .enter(0)
                       .enter(1)
                       .enter(2)
                       .body()
                       .exit(2, seen::cancelled)
                       .exit(1, seen::failure)
                       .exit(0, seen::success));
}

TEST_CASE("within: a stage inside of it that suppresses cancellations suppresses its own") {
    scene s;
    auto block = scope(within(soon)) |
                 scope(slow<ambit::suppresses<ambit::cancelled>>(s, 0)) >> [&] { return waits(s); };
    CHECK(who_ends(s, std::move(block)) == by::nobody);
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::cancelled));
}

TEST_CASE("within: a block may run again, and its time begins anew") {
    int timeouts = 0;
    drive([](int& count) -> asio::awaitable<void> {
        auto block = scope(within(soon)) >> [] { return pass_for_ever(); };
        for (int i = 0; i != 3; ++i) {
            try {
                co_await ambit::async_run(block);
            } catch (timed_out const&) {
                ++count;
            }
        }
    }(timeouts));
    CHECK(timeouts == 3);
}

TEST_CASE("within: on a strand of a context") {
    asio::io_context io;
    bool expired = false;
    spawned const it(asio::make_strand(io), [](bool& e) -> asio::awaitable<void> {
        auto block = scope(within(soon)) >> [] { return pass_for_ever(); };
        try {
            co_await ambit::async_run(std::move(block));
        } catch (timed_out const&) {
            e = true;
        }
    }(expired));
    io.run();
    CHECK(it.succeeded());
    CHECK(expired);
}

namespace {

/// Owns its block.
template <class Block>
asio::awaitable<void> run_here(Block block) {
    co_await ambit::async_run(std::move(block));
}

}  // namespace

TEST_CASE("within: a run destroyed with its context takes its deadline along") {
    trace log;
    auto const make = [&log] {
        return scope(at_exit([&log](ambit::outcome const& out) { log.exit(0, look(out)); })) |
               scope(within(never)) | scope(idle_within(never)) |
               scope(at_exit([&log](ambit::outcome const& out) { log.exit(1, look(out)); })) >>
                   [&log] {
                       log.body();
                       return pass_for_ever();
                   };
    };
    {
        asio::io_context io;
        asio::co_spawn(io, run_here(make()), asio::detached);
        while (log.empty()) {
            io.poll_one();
        }
        io.poll();
    }
    CHECK(log == trace{}.body().exit(1, seen::cancelled).exit(0, seen::cancelled));
}

TEST_CASE("idle_within: put off again and again it does not expire, left alone it does") {
    scene s;
    auto const before = std::chrono::steady_clock::now();
    constexpr auto idle = 60ms;
    auto block = scope(idle_within(idle)) | scope(slow(s, 0)) >> [&](ambit::idle_deadline& deadline,
                                                                     int) -> asio::awaitable<void> {
        for (int i = 0; i != 10; ++i) {
            co_await pass(idle / 6);
            deadline.restart();
        }
        s.log.body();
        co_await pass_for_ever();
    };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
    CHECK(s.log == trace{}.enter(0).body().exit(0, seen::cancelled));
    CHECK(std::chrono::steady_clock::now() - before >= 10 * (idle / 6) + idle);
}

TEST_CASE("idle_within: restarted by a copy, and after it exited, which does nothing") {
    scene s;
    std::optional<ambit::idle_deadline> kept;
    auto block = scope(at_exit([&](ambit::outcome const&) { kept->restart(); })) |
                 scope(idle_within(soon)) >> [&](ambit::idle_deadline& d) { kept = d; };
    CHECK(who_ends(s, std::move(block)) == by::nobody);
}

namespace {

/// Waits until it is cancelled, and is as if it had not been.
asio::awaitable<void> survives() {
    auto waiting = finishes_anyway();
    co_await std::move(waiting);
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
}

}  // namespace

TEST_CASE("idle_within: restarted after a body survived it, it expires anew") {
    scene s;
    auto block =
        scope(idle_within(soon)) >> [&](ambit::idle_deadline& deadline) -> asio::awaitable<void> {
        auto first = survives();
        co_await std::move(first);
        s.log.note(1);
        deadline.restart();
        co_await pass_for_ever();
    };
    CHECK(who_ends(s, std::move(block)) == by::deadline);
    CHECK(s.log == trace{}.note(1));
}

TEST_CASE("within, idle_within: a cancellation by the caller after a body survived them is one") {
    scene s;
    s.in_body = how::terminal;
    auto const body = [&](auto&...) -> asio::awaitable<void> {
        auto first = survives();
        co_await std::move(first);
        auto second = cancelled_body(s);
        co_await std::move(second);
    };
    SECTION("within") { CHECK(who_ends(s, scope(within(soon)) >> body) == by::cancellation); }
    SECTION("idle_within") {
        CHECK(who_ends(s, scope(idle_within(soon)) >> body) == by::cancellation);
    }
    CHECK(s.log == trace{}.body());
}

TEST_CASE("within: a failure of the body that says aborted is no deadline's once it restarted") {
    scene s;
    auto block =
        scope(idle_within(soon)) >> [](ambit::idle_deadline& deadline) -> asio::awaitable<void> {
        auto first = survives();
        co_await std::move(first);
        deadline.restart();
        throw boost::system::system_error(asio::error::operation_aborted);
    };
    CHECK(who_ends(s, std::move(block)) == by::cancellation);
}
