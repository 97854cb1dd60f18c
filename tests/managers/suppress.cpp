// SPDX-License-Identifier: BSL-1.0
// Rule 12: suppress<E...>(), suppress_everything().
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/suppress_everything.hpp>

#include <optional>
#include <stdexcept>
#include <type_traits>

namespace {

using ambit::cancelled;
using ambit::run;
using ambit::scope;
using ambit::suppress;
using ambit::suppress_everything;
using namespace test;

/// Whether the stage suppresses an E that the body throws, in either kind of run.
template <class Stage, class E>
bool suppresses(Stage const& stage, E const& e) {
    auto const body = [&] { throw e; };
    auto const completed = [](auto runs) {
        try {
            return !runs();
        } catch (E const&) {
            return false;
        }
    };
    bool const synchronously = completed([&] { return run(scope(stage) >> body); });
    bool const asynchronously = completed(
        [&] { return ambit::sync_wait(ambit::async_run<ambit::task>(scope(stage) >> body)); });
    CHECK(synchronously == asynchronously);
    return synchronously;
}

static_assert(std::is_same_v<ambit::properties_of<decltype(suppress<int, long>())>,
                             ambit::properties<ambit::suppresses<int, long>>>);
static_assert(std::is_same_v<ambit::properties_of<decltype(suppress_everything())>,
                             ambit::properties<ambit::suppresses_everything>>);
static_assert(std::is_void_v<ambit::resource_t<decltype(suppress<int>())>>);

}  // namespace

TEST_CASE("12 suppress: one of its types, or derived from one") {
    std::out_of_range const derived("");
    CHECK(suppresses(suppress<std::out_of_range>(), derived));
    CHECK(suppresses(suppress<std::logic_error>(), derived));
    CHECK(suppresses(suppress<int, std::exception>(), derived));
    CHECK(suppresses(suppress<int>(), 4));
    CHECK_FALSE(suppresses(suppress<std::length_error>(), derived));
    CHECK_FALSE(suppresses(suppress<std::exception>(), 4));
    CHECK(suppresses(suppress_everything(), derived));
    CHECK(suppresses(suppress_everything(), 4));
}

TEST_CASE("12 5.2 suppress: cancellation where that is said, and there alone") {
    CHECK(suppresses(suppress<cancelled>(), cancelled()));
    CHECK_FALSE(suppresses(suppress_everything(), cancelled()));
    CHECK_FALSE(suppresses(suppress<std::exception>(), cancelled()));
}

TEST_CASE("12 7.2 suppress: the result says whether the body completed") {
    CHECK_TWICE(run(scope(suppress<int>()) >> [] { return 7; }) == std::optional(7));
    CHECK_TWICE(run(scope(suppress_everything()) >> [] { return 7; }) == std::optional(7));
    CHECK_TWICE(run(scope(suppress<int>()) >> [] {}));
    CHECK_TWICE(run(scope(suppress<>()) >> [] { return 7; }) == 7);
    CHECK(run(scope(suppress<int>()) >> []() -> int { throw 1; }) == std::nullopt);
}

TEST_CASE("12 3.6 suppress: outside of it all is well, inside there is a failure") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(suppress<body_failure>()) |
                    scope(watcher<>{log, 1}) >> [] { raise(body_failure{{-1}}); }));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success));
}

TEST_CASE("12 3.3 suppress: what fails to enter inside, and what fails to exit") {
    trace log;
    CHECK_FALSE(run(scope(suppress<enter_failure>()) |
                    scope(quiet{log, 1, {true, false}}) >> [&] { log.body(); }));
    CHECK_FALSE(run(scope(suppress<exit_failure>()) |
                    scope(watcher<>{log, 2, {false, true}}) >> [&] { log.body(); }));
    CHECK(log == trace{}.enter(1).enter(2).body().exit(2, seen::success));
}

TEST_CASE("12 5.3 suppress: an error value by its exact type") {
    auto const fails = []() -> expected<int, worse> { return unexpected{worse{{4}}}; };
    CHECK(run(scope(suppress<worse>()) >> fails) == std::nullopt);
    CHECK(run(scope(suppress_everything()) >> fails) == std::nullopt);
    auto const result = run(scope(suppress<error>()) >> fails);
    REQUIRE(result.has_value());
    CHECK(result->error() == worse{{4}});
}

TEST_CASE("12 1.6 suppress: `with` narrows it") {
    auto const narrow = ambit::with<ambit::suppresses<std::out_of_range>>(suppress_everything());
    CHECK(suppresses(narrow, std::out_of_range("")));
    CHECK_FALSE(suppresses(narrow, std::length_error("")));
}

TEST_CASE("12 suppress: a block runs again") {
    int failures = 0;
    auto const block = scope(suppress<int>()) >> [&] { throw ++failures; };
    CHECK_FALSE(run(block));
    CHECK_FALSE(run(block));
    CHECK(failures == 2);
}
