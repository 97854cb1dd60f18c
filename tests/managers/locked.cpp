// SPDX-License-Identifier: BSL-1.0
// Rule 12: locked(m...), try_locked(m...), locked_for, locked_until, shared_locked(m), on one
// thread, with mutexes that write down what is done to them.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/locked_for.hpp>
#include <ambit/managers/shared_locked.hpp>
#include <ambit/managers/try_locked.hpp>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using ambit::locked;
using ambit::locked_for;
using ambit::locked_until;
using ambit::run;
using ambit::scope;
using ambit::shared_locked;
using ambit::try_locked;
using namespace std::chrono_literals;
using namespace test;

/// Notes in the log: enter for a lock, exit for an unlock, note for a try.
class mutex {
public:
    constexpr mutex(trace& log, int id) : log_(log), id_(id) {}
    constexpr void lock() {
        if (throws_) {
            raise(enter_failure{{id_}});
        }
        log_.enter(id_);
        hold();
    }
    constexpr bool try_lock() {
        log_.note(id_);
        if (throws_) {
            raise(enter_failure{{id_}});
        }
        if (busy_ != 0) {
            --busy_;
            return false;
        }
        hold();
        return true;
    }
    template <class Limit>
    constexpr bool try_lock_for(Limit) {
        return try_lock();
    }
    constexpr bool try_lock_until(std::chrono::steady_clock::time_point) { return try_lock(); }
    constexpr void unlock() {
        log_.exit(id_);
        hold(false);
    }
    constexpr void lock_shared() { lock(); }
    constexpr void unlock_shared() { unlock(); }

    constexpr mutex& busy(int times) { return busy_ = times, *this; }
    constexpr mutex& throws() { return throws_ = true, *this; }
    [[nodiscard]] constexpr bool held() const { return held_; }

private:
    constexpr void hold(bool holds = true) {
        if (held_ == holds) {
            std::abort();
        }
        held_ = holds;
    }
    trace& log_;
    int id_;
    int busy_ = 0;
    bool throws_ = false;
    bool held_ = false;
};
/// No more than what one mutex needs.
struct basic {
    trace& log;
    constexpr void lock() noexcept { log.enter(0); }
    constexpr void unlock() noexcept { log.exit(0); }
};

template <class M, class Fact>
inline constexpr bool states = ambit::has_fact<M, Fact>;
using one = decltype(locked(std::declval<std::mutex&>()));
using shared = decltype(shared_locked(std::declval<std::shared_mutex&>()));
using timed = decltype(locked_for(1s, std::declval<std::timed_mutex&>()));
using tried = decltype(try_locked(std::declval<std::mutex&>()));
static_assert(states<one, ambit::thread_bound> && states<one, ambit::blocking>);
static_assert(states<shared, ambit::thread_bound> && states<shared, ambit::blocking>);
static_assert(states<timed, ambit::thread_bound> && states<timed, ambit::blocking>);
static_assert(states<tried, ambit::thread_bound> && !states<tried, ambit::blocking>);
static_assert(std::is_void_v<ambit::resource_t<one>>);
static_assert(std::is_same_v<ambit::resource_t<tried>, ambit::lock_attempt>);
static_assert(!std::is_assignable_v<ambit::lock_attempt&, ambit::lock_attempt>);
static_assert(sizeof(one) == sizeof(void*));
static_assert(ambit::plan<decltype(scope(locked(std::declval<basic&>())))>::size == 1);

// Refused: what is no mutex, what is too little of one, and temporaries.
template <class... M>
inline constexpr bool locks = ambit::well_formed<decltype(scope(locked(std::declval<M>()...)))>;
static_assert(locks<basic&> && locks<mutex&, mutex&> && locks<>);
static_assert(!locks<int&> && !locks<basic&, basic&> && !locks<std::mutex const&>);
static_assert(!locks<std::mutex> && !locks<mutex&, mutex>);
static_assert(!ambit::well_formed<decltype(scope(try_locked(std::declval<basic&>())))>);
static_assert(!ambit::well_formed<decltype(scope(try_locked(std::mutex())))>);
static_assert(!ambit::well_formed<decltype(scope(shared_locked(std::declval<std::mutex&>())))>);
static_assert(!ambit::well_formed<decltype(scope(shared_locked(std::shared_mutex())))>);
static_assert(!ambit::well_formed<decltype(scope(locked_for(1s, std::declval<std::mutex&>())))>);
static_assert(
    !ambit::well_formed<decltype(scope(locked_for(1, std::declval<std::timed_mutex&>())))>);
static_assert(!ambit::well_formed<decltype(scope(locked_for(1s, std::timed_mutex())))>);
// Told apart from arguments in the other order.
static_assert(
    std::is_same_v<decltype(locked_for(1s, std::timed_mutex())), ambit::detail::lock_of_temporary>);
static_assert(std::is_same_v<decltype(locked_for(std::declval<std::timed_mutex&>(), 1s)),
                             ambit::detail::timed_locked_without_wait>);

// Levels are stated from outside, and checked.
template <int Outer, int Inner>
inline constexpr bool nests = ambit::well_formed<
    decltype(scope(ambit::with<ambit::lock_level<Outer>>(locked(std::declval<mutex&>()))) |
             scope(ambit::with<ambit::lock_level<Inner>>(shared_locked(std::declval<mutex&>()))))>;
static_assert(nests<1, 2> && !nests<2, 2> && !nests<3, 2>);

}  // namespace

TEST_CASE("12 locked: one mutex is locked and unlocked, and that is all") {
    constexpr auto log = [] {
        trace t;
        basic m{t};
        run(scope(locked(m)) >> [&]() noexcept { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).body().exit(0));
}

TEST_CASE("12 locked: several are unlocked in reverse order, none is nothing") {
    constexpr auto log = [] {
        trace t;
        mutex a(t, 1), b(t, 2), c(t, 3);
        run(scope(locked(a, b, c)) | scope(locked()) >> [&] { t.body(a.held() && c.held()); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(1).note(2).note(3).body(1).exit(3).exit(2).exit(1));
}

TEST_CASE("12 locked: where one is not to be had, all are let go and that one is waited for") {
    constexpr auto log = [] {
        trace t;
        mutex a(t, 1), b(t, 2), c(t, 3);
        c.busy(1);
        a.busy(1);
        run(scope(locked(a, b, c)) >> [&] { t.body(a.held() && b.held() && c.held()); });
        return t;
    };
    CHECK_TWICE(log() == trace{}
                             .enter(1)
                             .note(2)
                             .note(3)
                             .exit(2)
                             .exit(1)  // c is busy
                             .enter(3)
                             .note(1)
                             .exit(3)  // a is busy
                             .enter(1)
                             .note(2)
                             .note(3)
                             .body(1)
                             .exit(3)
                             .exit(2)
                             .exit(1));
}

TEST_CASE("12 locked: an enter that throws leaves nothing locked") {
    trace log;
    mutex a(log, 1), b(log, 2), c(log, 3);
    auto const fails_to_enter = [&](auto stage) {
        log = trace{};
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(stage) >> [](auto&...) {}),
                        enter_failure);
        CHECK_FALSE((a.held() || b.held() || c.held()));
        return log;
    };
    c.throws();
    auto const at_third = trace{}.enter(0).enter(1).note(2).note(3).exit(2).exit(1);
    CHECK(fails_to_enter(locked(a, b, c)) == trace{at_third}.exit(0, seen::failure));
    CHECK(fails_to_enter(locked(c)) == trace{}.enter(0).exit(0, seen::failure));
    CHECK(fails_to_enter(shared_locked(c)) == trace{}.enter(0).exit(0, seen::failure));
    CHECK(fails_to_enter(locked_for(1s, c)) == trace{}.enter(0).note(3).exit(0, seen::failure));
    CHECK(fails_to_enter(try_locked(a, b, c)) ==
          trace{}.enter(0).note(1).note(2).note(3).exit(2).exit(1).exit(0, seen::failure));
}

TEST_CASE("12 locked: unlocked on every way out") {
    trace log;
    mutex m(log, 1);
    auto const pipeline = scope(watcher<>{log, 0}) | scope(locked(m));
    CHECK_THROWS_AS(run(pipeline >> [] { raise(body_failure{{-1}}); }), body_failure);
    CHECK_THROWS_AS(run(pipeline >> [] { raise(ambit::cancelled()); }), ambit::cancelled);
    CHECK(run(pipeline >> []() -> expected<int, error> { return unexpected{error{4}}; }) ==
          unexpected{error{4}});
    CHECK_THROWS_AS(run(pipeline | scope(quiet{log, 2, {true, false}}) >> [] {}), enter_failure);
    auto const fails = trace{}.enter(0).enter(1).exit(1).exit(0, seen::failure);
    CHECK(log == trace{fails}
                     .enter(0)
                     .enter(1)
                     .exit(1)
                     .exit(0, seen::cancelled)
                     .enter(0)
                     .enter(1)
                     .exit(1)
                     .exit(0, seen::failure)
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(1)
                     .exit(0, seen::failure));
}

TEST_CASE("12 try_locked: in an asynchronous run that suspends outside of it") {
    trace log;
    mutex m(log, 1);
    auto const nap = ambit::bracket([]() -> ambit::task<int> { co_return 4; },
                                    [](int&) -> ambit::task<> { co_return; });
    auto block = scope(nap) | scope(try_locked(m)) >> [&](int& n, ambit::lock_attempt& held) {
        log.body(held);
        return n;
    };
    CHECK(ambit::sync_wait(ambit::async_run(std::move(block))) == 4);
    CHECK(log == trace{}.note(1).body(1).exit(1));
}

TEST_CASE("12 shared_locked: the shared functions") {
    struct shared_only {
        trace& log;
        constexpr void lock_shared() { log.enter(4); }
        constexpr void unlock_shared() { log.exit(4); }
    };
    constexpr auto log = [] {
        trace t;
        shared_only m{t};
        auto block = scope(shared_locked(m)) >> [&] { t.body(); };
        run(block);
        run(block);
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(4).body().exit(4).enter(4).body().exit(4));
}

TEST_CASE("12 try_locked: all or none, and the body is told") {
    constexpr auto log = [](int busy) {
        trace t;
        mutex a(t, 1), b(t, 2), c(t, 3);
        b.busy(busy);
        run(scope(try_locked(a, b, c)) >> [&](bool held) { t.body(held); });
        run(scope(holder{t, 9}) |
            scope(try_locked(c)) >> [&](ambit::lock_attempt& held) { t.body(held); });
        return t;
    };
    constexpr auto second = [](trace t) { return t.enter(9).note(3).body(1).exit(3).exit(9); };
    CHECK_TWICE(log(0) == second(trace{}.note(1).note(2).note(3).body(1).exit(3).exit(2).exit(1)));
    CHECK_TWICE(log(1) == second(trace{}.note(1).note(2).exit(1).body(0)));
}

TEST_CASE("12 locked_for, locked_until: in time, or lock_timeout") {
    trace log;
    mutex m(log, 1);
    auto const soon = std::chrono::steady_clock::now();
    auto waits = scope(watcher<>{log, 0}) | scope(locked_for(1s, m));
    auto until = scope(watcher<>{log, 0}) | scope(locked_until(soon, m));
    run(waits >> [&] { log.body(); });
    run(until >> [&] { log.body(); });
    auto const in_time = trace{}.enter(0).note(1).body().exit(1).exit(0, seen::success);
    CHECK(log == trace{in_time}.enter(0).note(1).body().exit(1).exit(0, seen::success));

    log = trace{};
    m.busy(2);
    CHECK_THROWS_AS(run(waits >> [&] { log.body(); }), ambit::lock_timeout);
    CHECK_THROWS_AS(run(until >> [&] { log.body(); }), std::exception);
    CHECK(log ==
          trace{}.enter(0).note(1).exit(0, seen::failure).enter(0).note(1).exit(0, seen::failure));
    CHECK(std::string_view(ambit::lock_timeout().what()).find("in time") != std::string_view::npos);
}
