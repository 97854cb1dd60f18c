// SPDX-License-Identifier: BSL-1.0
// Rule 12: defer(f), on_success(f), on_failure(f).
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/defer.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/on_success.hpp>
#include <ambit/managers/suppress.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace {

using ambit::defer;
using ambit::on_failure;
using ambit::on_success;
using ambit::run;
using ambit::scope;
using namespace test;

/// Writes 1, 2 or 3 where f of defer, on_success, on_failure is called.
constexpr auto all_three(trace& log) {
    return scope(defer([&log] { log.note(1); })) | scope(on_success([&log] { log.note(2); })) |
           scope(on_failure([&log] { log.note(3); }));
}

/// What is called around the rest, a pipeline or a body, in either kind of run.
template <class Rest>
trace calls(Rest const& rest) {
    trace log;
    try {
        static_cast<void>(run(all_three(log) | rest));
    } catch (...) {
    }
    trace in_task;
    try {
        static_cast<void>(
            ambit::sync_wait(ambit::async_run<ambit::task>(all_three(in_task) | rest)));
    } catch (...) {
    }
    CHECK(in_task == log);
    return log;
}

// Their kind is known from f alone: nothing is looked at by defer.
constexpr auto quietly = []() noexcept {};
constexpr auto loudly = [] {};
static_assert(ambit::plan<decltype(scope(defer(quietly)) >> quietly)>::is_nothrow);
static_assert(
    ambit::plan<decltype(scope(on_success(quietly), on_failure(quietly)) >> quietly)>::is_nothrow);
static_assert(!ambit::plan<decltype(scope(defer(loudly)) >> quietly)>::is_nothrow);
static_assert(!ambit::plan<decltype(scope(on_failure(loudly)) >> quietly)>::is_nothrow);
static_assert(std::is_void_v<ambit::resource_t<decltype(defer(quietly))>>);
static_assert(std::is_same_v<ambit::properties_of<decltype(defer(quietly))>, ambit::properties<>>);
static_assert(!ambit::detail::manager_facts<decltype(defer(quietly))>::looks_at_outcome);
static_assert(ambit::detail::manager_facts<decltype(on_failure(quietly))>::looks_at_outcome);
// A function that wants something is refused.
constexpr auto wants_int = [](int) {};
static_assert(!ambit::well_formed<decltype(scope(defer(wants_int)))>);
static_assert(!ambit::well_formed<decltype(scope(on_success(wants_int)))>);

}  // namespace

TEST_CASE("12 defer, on_success, on_failure: by how the run went") {
    trace unused;
    auto const success = trace{}.note(2).note(1);
    auto const failure = trace{}.note(3).note(1);
    CHECK(calls(scope() >> [] {}) == success);
    CHECK(calls(scope() >> [] { return 1; }) == success);
    CHECK(calls(scope() >> [] { raise(body_failure{{-1}}); }) == failure);
    CHECK(calls(scope() >> [] { raise(ambit::cancelled()); }) == failure);
    CHECK(calls(scope(quiet{unused, 1, {true, false}}) >> [] {}) == failure);
    CHECK(calls(scope(watcher<>{unused, 1, {false, true}}) >> [] {}) == failure);
    CHECK(calls(scope(ambit::suppress<int>()) >> [] { throw 1; }) == success);
    CHECK(calls(scope(ambit::suppress<int>()) >> [] { throw '1'; }) == failure);
}

TEST_CASE("12 8.1 defer, on_success, on_failure: by value") {
    constexpr auto log = [](bool fails) {
        trace t;
        static_cast<void>(run(all_three(t) >> [=]() -> expected<int, error> {
            return fails ? expected<int, error>(unexpected{error{1}}) : 1;
        }));
        return t;
    };
    CHECK_TWICE(log(false) == trace{}.note(2).note(1));
    CHECK_TWICE(log(true) == trace{}.note(3).note(1));
}

TEST_CASE("12 3.1 defer: after what is inside, before what is outside") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}) | scope(defer([&] { t.note(1); })) |
            scope(quiet{t, 2}) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(2).body().exit(2).note(1).exit(0));
}

TEST_CASE("12 6 defer: f that throws is an exit that threw") {
    trace log;
    auto const fails = [&] { raise(exit_failure{{log.note(1).size() != 0}}); };
    auto const body_fails = [] { raise(body_failure{{-1}}); };
    auto const outside = scope(watcher<>{log, 0});
    CHECK_THROWS_AS(run(outside | scope(defer(fails)) >> [] {}), exit_failure);
    CHECK_THROWS_AS(run(outside | scope(on_success(fails)) >> [] {}), exit_failure);
    CHECK_THROWS_AS(run(outside | scope(defer(fails)) >> body_fails), body_failure);
    CHECK_THROWS_AS(run(outside | scope(on_failure(fails)) >> body_fails), body_failure);
    trace once;
    once.enter(0).note(1).exit(0, seen::failure);
    trace expected;
    for (int i = 0; i != 4; ++i) {
        expected.enter(0).note(1).exit(0, seen::failure);
    }
    CHECK(log == expected);

    using last = ambit::on_exit_error<ambit::keep_last>;
    CHECK_THROWS_AS(run(scope(ambit::with<last>(on_failure(fails))) >> body_fails), exit_failure);
    using ends = ambit::on_exit_error<ambit::terminate>;
    CHECK(terminates([&] { run(scope(ambit::with<ends>(defer(fails))) >> [] {}); }));
}

TEST_CASE("12 defer: what f returns is ignored, and suppresses nothing") {
    auto const says_yes = [] { return true; };
    CHECK(run(scope(defer(says_yes)) | scope(on_success(says_yes)) >> [] { return 3; }) == 3);
    CHECK_THROWS_AS(run(scope(defer(says_yes)) |
                        scope(on_failure(says_yes)) >> [] { raise(body_failure{{-1}}); }),
                    body_failure);
    struct checked {
        [[nodiscard]] constexpr int operator()() const { return 1; }
    };
    CHECK_TWICE(run(scope(defer(checked())) >> [] { return 4; }) == 4);
}

namespace {
int plain_calls = 0;
void plain() { ++plain_calls; }
}  // namespace

TEST_CASE("12 defer: functions, move-only ones, and lvalues, which are copied") {
    plain_calls = 0;
    run(scope(defer(plain)) | scope(defer(&plain)) >> [] {});
    CHECK(plain_calls == 2);

    int sum = 0;
    run(scope(defer([p = std::make_unique<int>(3), &sum] { sum += *p; })) >> [] {});
    CHECK(sum == 3);

    constexpr auto counts = [] {
        int seen = 0;
        auto f = [n = 0, &seen]() mutable { seen = 10 * seen + ++n; };
        auto block = scope(defer(f)) >> [] {};
        run(block);
        run(block);
        f();
        return seen;
    };
    CHECK_TWICE(counts() == 121);
}

TEST_CASE("12 3.4 defer: a factory may make it of what is outside") {
    constexpr auto log = [] {
        trace t;
        run(scope(holder{t, 1}) | scope([&t](int& n) { return defer([&t, &n] { t.note(n); }); }) >>
                                      [](int& n) { n = 5; });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(1).note(5).exit(1));
}
