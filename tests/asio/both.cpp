// SPDX-License-Identifier: BSL-1.0
// Rule 10.9 on Asio: both(a, b).
#include <asio/stages.hpp>
#include <support/catch.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace {

using namespace test;
using ambit::both;
using ambit::scope;

/// Gives way until something has happened; cancelled, it throws.
asio::awaitable<void> until(bool const& happened) {
    while (!happened) {
        co_await suspend();
    }
}

/// Long after whatever else is going on.
asio::awaitable<void> happens_late(bool& happened) {
    for (int i = 0; i != 50; ++i) {
        co_await suspend();
    }
    happened = true;
}

/// What one side of a stage does, and when.
struct plan {
    bool fails = false;  ///< to enter
    bool exit_fails = false;
    bool const* enters_after = nullptr;  ///< it enters once this has happened
    bool const* exits_after = nullptr;
    bool entered = false;
    bool exited = false;
};
struct enter_failed : std::runtime_error {
    enter_failed() : runtime_error("enter") {}
};
struct exit_failed : std::runtime_error {
    exit_failed() : runtime_error("exit") {}
};

class side {
public:
    side(scene& s, int id, plan& p) : scene_(s), id_(id), plan_(p) {}

    asio::awaitable<int> async_enter() {
        co_await suspend();
        if (plan_.enters_after != nullptr) {
            auto waiting = until(*plan_.enters_after);
            co_await std::move(waiting);
        }
        if (plan_.fails) {
            throw enter_failed();
        }
        scene_.log.enter(id_);
        plan_.entered = true;
        co_return id_;
    }
    asio::awaitable<void> async_exit(int& id, ambit::outcome const& out) {
        scene_.cancel_soon(scene_.in_exits);
        co_await pass(std::chrono::milliseconds(2));
        if (plan_.exits_after != nullptr) {
            auto waiting = until(*plan_.exits_after);
            co_await std::move(waiting);
        }
        scene_.log.exit(id, look(out));
        plan_.exited = true;
        if (plan_.exit_fails) {
            throw exit_failed();
        }
    }

private:
    scene& scene_;
    int id_;
    plan& plan_;
};

template <class Block>
std::exception_ptr run_block(scene& s, Block block) {
    std::exception_ptr thrown;
    s.run([](Block& b, std::exception_ptr& p) -> asio::awaitable<void> {
        try {
            co_await ambit::async_run(std::move(b));
        } catch (...) {
            p = std::current_exception();
        }
    }(block, thrown));
    return thrown;
}
template <class E>
E const* as(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (E const& e) {
        return &e;
    } catch (...) {
        return nullptr;
    }
}
bool is_cancellation(std::exception_ptr const& p) {
    return ambit::async_traits<asio::awaitable>::is_cancellation(p);
}

}  // namespace

TEST_CASE("10.9 both: an Asio run, with both resources in order") {
    scene s;
    plan a;
    plan b;
    auto block = scope(both(side(s, 1, a), side(s, 2, b))) >> [&](int& x, int& y) {
        s.log.body(10 * x + y);
        return suspend();
    };
    static_assert(
        std::is_same_v<decltype(ambit::async_run(std::move(block))), asio::awaitable<void>>);
    CHECK(run_block(s, std::move(block)) == nullptr);
    CHECK(s.log.size() == 5);
    CHECK((a.exited && b.exited));
}

TEST_CASE("10.9 both: enters and exits are concurrent, whichever comes to its end first") {
    // Entered or exited one after the other, one of them would wait for ever.
    scene s;
    plan a;
    plan b;
    trace expected;
    SECTION("the first") {
        b.enters_after = &a.entered;
        b.exits_after = &a.exited;
        expected.enter(1).enter(2).body().exit(1, seen::success).exit(2, seen::success);
    }
    SECTION("the second") {
        a.enters_after = &b.entered;
        a.exits_after = &b.exited;
        expected.enter(2).enter(1).body().exit(2, seen::success).exit(1, seen::success);
    }
    auto block = scope(both(side(s, 1, a), side(s, 2, b))) >> [&](int&, int&) { s.log.body(); };
    CHECK(run_block(s, std::move(block)) == nullptr);
    CHECK(s.log == expected);
}

TEST_CASE("10.9 both: one fails to enter, the other is awaited and exited") {
    scene s;
    plan a;
    plan b;
    bool came_late = false;
    int entered = 0;
    SECTION("the first fails") {
        a.fails = true;
        entered = 2;
        b.enters_after = &came_late;
    }
    SECTION("the second fails") {
        b.fails = true;
        entered = 1;
        a.enters_after = &came_late;
    }
    asio::co_spawn(s.io, happens_late(came_late), asio::detached);
    auto block = scope(slow(s, 0)) | scope(both(side(s, 1, a), side(s, 2, b))) >>
                                         [&](int&, int&, int&) { s.log.body(); };
    auto const thrown = run_block(s, std::move(block));
    CHECK(as<enter_failed>(thrown) != nullptr);
    CHECK(s.log ==
          trace{}.enter(0).enter(entered).exit(entered, seen::failure).exit(0, seen::failure));
}

TEST_CASE("10.9 both: one fails to enter while the caller cancels, the other exits to its end") {
    scene s;
    s.in_exits = how::terminal;
    plan a;
    plan b{.fails = true};
    b.enters_after = &a.entered;
    auto block = scope(both(side(s, 1, a), side(s, 2, b))) >> [&](int&, int&) { s.log.body(); };
    auto const thrown = run_block(s, std::move(block));
    CHECK(as<enter_failed>(thrown) != nullptr);
    CHECK(s.log == trace{}.enter(1).exit(1, seen::failure));
}

TEST_CASE("10.9 both: both fail to enter, and both failures arrive") {
    scene s;
    plan a{.fails = true};
    plan b{.fails = true};
    auto block = scope(both(side(s, 1, a), side(s, 2, b))) >> [&](int&, int&) { s.log.body(); };
    auto const thrown = run_block(s, std::move(block));
    auto const* const all = as<ambit::aggregate_error>(thrown);
    REQUIRE(all != nullptr);
    CHECK(all->errors().size() == 2);
    CHECK(s.log == trace{});
}

namespace {

/// Cancels when one side, `entered`, is entered and the other never will be.
void cancel_during_enters(int entered, how in_exits) {
    scene s;
    s.in_exits = in_exits;
    bool const never = false;
    plan a;
    plan b;
    plan& late = entered == 1 ? b : a;
    plan const& early = entered == 1 ? a : b;
    late.enters_after = &never;
    auto const cancel_when_entered = [](scene& in, plan const& p) -> asio::awaitable<void> {
        auto waiting = until(p.entered);
        co_await std::move(waiting);
        in.cancel_now(how::terminal);
    };
    asio::co_spawn(s.io, cancel_when_entered(s, early), asio::detached);
    auto block = scope(slow(s, 0)) | scope(both(side(s, 1, a), side(s, 2, b))) >>
                                         [&](int&, int&, int&) { s.log.body(); };
    auto const thrown = run_block(s, std::move(block));
    CHECK(is_cancellation(thrown));
    CHECK(s.log ==
          trace{}.enter(0).enter(entered).exit(entered, seen::cancelled).exit(0, seen::cancelled));
}

}  // namespace

TEST_CASE("10.9 both: cancelled during the enters, the one that entered exits to its end") {
    for (int const entered : {1, 2}) {
        cancel_during_enters(entered, how::none);
        cancel_during_enters(entered, how::terminal);
    }
}

TEST_CASE("10.9 both: cancelled in the body and in each exit, both exit to their ends") {
    scene s;
    s.in_body = s.in_exits = how::terminal;
    plan a;
    plan b;
    b.exits_after = &a.exited;
    auto block =
        scope(both(side(s, 1, a), side(s, 2, b))) >> [&](int&, int&) { return cancelled_body(s); };
    auto const thrown = run_block(s, std::move(block));
    CHECK(is_cancellation(thrown));
    CHECK((a.exited && b.exited));
    CHECK(s.log.size() == 5);
}

TEST_CASE("10.9 both: an exit that fails does not keep the other from its end") {
    scene s;
    plan a{.exit_fails = true};
    plan b;
    b.exits_after = &a.exited;
    bool both_fail = false;
    SECTION("one fails") {}
    SECTION("both fail") { both_fail = b.exit_fails = true; }
    auto block = scope(both(side(s, 1, a), side(s, 2, b))) >> [](int&, int&) {};
    auto const thrown = run_block(s, std::move(block));
    CHECK((as<exit_failed>(thrown) != nullptr) == !both_fail);
    CHECK((as<ambit::aggregate_error>(thrown) != nullptr) == both_fail);
    CHECK((a.exited && b.exited));
}

TEST_CASE("10.9 both: of a synchronous manager and an async one") {
    scene s;
    plan a;
    auto block = scope(both(side(s, 1, a), quick(s, 2))) >> [&](int& one) {
        s.log.body(one);
        return suspend();
    };
    CHECK(run_block(s, std::move(block)) == nullptr);
    CHECK(s.log.size() == 5);
    CHECK(a.exited);
}

TEST_CASE("10.7 both: destroyed with its context while one has entered and one has not") {
    bool const never = false;
    plan a;
    plan b;
    b.enters_after = &never;
    scene s;
    auto block =
        scope(quick(s, 0)) | scope(both(side(s, 1, a), side(s, 2, b))) >> [](int&, int&) {};
    {
        asio::io_context io;
        asio::co_spawn(io, ambit::async_run(std::move(block)), asio::detached);
        while (!a.entered) {
            io.poll_one();
        }
    }
    CHECK_FALSE(a.exited);
    CHECK(s.log == trace{}.enter(0).enter(1).exit(0, seen::cancelled));
}

TEST_CASE("10.9 both: a deadline beside a manager holds for what is inside") {
    scene s;
    plan p;
    auto const soon = ambit::within(std::chrono::milliseconds(3));
    auto const body = [&](int&) {
        s.log.body();
        return pass_for_ever();
    };
    std::exception_ptr thrown;
    SECTION("the first") { thrown = run_block(s, scope(both(soon, side(s, 1, p))) >> body); }
    SECTION("the second") { thrown = run_block(s, scope(both(side(s, 1, p), soon)) >> body); }
    SECTION("in a pair of its own") {
        thrown = run_block(s, scope(both(both(soon, quick(s, 2)), side(s, 1, p))) >> body);
    }
    CHECK(as<ambit::timed_out>(thrown) != nullptr);
    CHECK(p.exited);
}
