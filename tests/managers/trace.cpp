// SPDX-License-Identifier: BSL-1.0
// Rule 12: trace(sink, name).
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/trace.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

/// Lines, with a stroke at the end of each.
constexpr auto into(std::string& lines) {
    return [&lines](std::string_view line) { lines.append(line).append("|"); };
}

constexpr auto ignores = [](std::string_view) noexcept {};
using stage = decltype(ambit::trace(ignores, "x"));
static_assert(std::is_void_v<ambit::resource_t<stage>>);
static_assert(std::is_same_v<ambit::properties_of<stage>, ambit::properties<>>);
constexpr auto wants_int = [](int) {};
static_assert(!ambit::well_formed<decltype(scope(ambit::trace(wants_int, "x")))>);
static_assert(!ambit::well_formed<decltype(scope(ambit::trace(ignores, wants_int)))>);
constexpr auto lazily = [](std::string_view) -> ambit::task<> { co_return; };
static_assert(!ambit::well_formed<decltype(scope(ambit::trace(lazily, "x")))>);

}  // namespace

TEST_CASE("12 trace: a line at enter, a line at exit that says how it went") {
    constexpr auto lines = [](bool fails) {
        std::string all;
        auto const stage = ambit::trace(into(all), "load");  // held: libstdc++ 12 moves no strings
        static_cast<void>(run(scope(stage) >> [&, fails]() -> expected<int, error> {
            all += "body|";
            return fails ? expected<int, error>(unexpected{error{1}}) : 1;
        }));
        return all;
    };
    CHECK(lines(false) == "enter load|body|exit load: succeeded|");
    CHECK(lines(true) == "enter load|body|exit load: failed|");
#if !defined(__clang__) || !defined(_GLIBCXX_RELEASE) || _GLIBCXX_RELEASE > 12
    // clang has no constant strings of libstdc++ 12.
    static_assert(lines(false) == "enter load|body|exit load: succeeded|");
    static_assert(lines(true) == "enter load|body|exit load: failed|");
#endif
}

TEST_CASE("12 trace: failures, cancellations, and both kinds of run") {
    std::string all;
    auto const block = [&](auto body) {
        return scope(ambit::trace(into(all), "a")) | scope(ambit::trace(into(all), "b")) >> body;
    };
    auto const fails = [] { raise(body_failure{{-1}}); };
    auto const is_cancelled = [] { raise(ambit::cancelled()); };
    std::string expected;
    for (std::string const how : {"succeeded", "failed", "cancelled"}) {
        expected += "enter a|enter b|exit b: " + how + "|exit a: " + how + "|";
    }
    SECTION("synchronously") {
        run(block([] {}));
        CHECK_THROWS_AS(run(block(fails)), body_failure);
        CHECK_THROWS_AS(run(block(is_cancelled)), ambit::cancelled);
    }
    SECTION("asynchronously") {
        using ambit::async_run;
        using ambit::sync_wait;
        using ambit::task;
        sync_wait(async_run<task>(block([] {})));
        CHECK_THROWS_AS(sync_wait(async_run<task>(block(fails))), body_failure);
        CHECK_THROWS_AS(sync_wait(async_run<task>(block(is_cancelled))), ambit::cancelled);
    }
    CHECK(all == expected);
}

TEST_CASE("12 trace: the name is text of any kind, and long") {
    std::string all;
    std::string const name(100, 'x');
    run(scope(ambit::trace(into(all), name)) |
        scope(ambit::trace(into(all), std::string_view("view"))) |
        scope(ambit::trace(into(all), std::string())) >> [] {});
    CHECK(all == "enter " + name +
                     "|enter view|enter |exit : succeeded|exit view: succeeded|exit " + name +
                     ": succeeded|");
}

TEST_CASE("12 trace: a sink that throws at enter: the stage has not entered") {
    std::string all;
    auto const fails = [&](std::string_view line) {
        all.append(line);
        raise(enter_failure{{1}});
    };
    CHECK_THROWS_AS(run(scope(ambit::trace(into(all), "a")) |
                        scope(ambit::trace(fails, "b")) >> [] {}),
                    enter_failure);
    CHECK(all == "enter a|enter bexit a: failed|");
}

TEST_CASE("12 6 trace: a sink that throws at exit is an exit that threw") {
    std::string all;
    auto const fails = [](std::string_view line) {
        if (line.starts_with("exit")) {
            raise(exit_failure{{1}});
        }
    };
    auto const pipeline = scope(ambit::trace(into(all), "a")) | scope(ambit::trace(fails, "b"));
    CHECK_THROWS_AS(run(pipeline >> [] {}), exit_failure);
    CHECK_THROWS_AS(run(pipeline >> [] { raise(body_failure{{-1}}); }), body_failure);
    CHECK(all == "enter a|exit a: failed|enter a|exit a: failed|");
}
