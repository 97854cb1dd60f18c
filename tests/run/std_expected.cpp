// SPDX-License-Identifier: BSL-1.0
// §8 with std::expected: built as C++23, where the standard library has it.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

using fallible = std::expected<int, std::string>;

struct opens {
    trace& log;
    bool works;
    fallible enter() const {
        log.enter(1);
        if (!works) {
            return std::unexpected("cannot open");
        }
        return 20;
    }
    void exit(int&, ambit::outcome const& out) const { log.exit(1, look(out)); }
};

}  // namespace

TEST_CASE("8.1 std::expected: an error is seen by exits and returned") {
    trace log;
    std::string reason;
    auto look_at = [&](ambit::outcome const& out) {
        log.exit(0, look(out));
        reason = out.error<std::string>() != nullptr ? *out.error<std::string>() : "";
    };
    fallible const good = run(scope(at_exit(look_at)) >> []() -> fallible { return 3; });
    CHECK(good == 3);
    CHECK(reason.empty());
    fallible const bad =
        run(scope(at_exit(look_at)) >> []() -> fallible { return std::unexpected("bad"); });
    CHECK(bad == fallible(std::unexpected("bad")));
    CHECK(reason == "bad");
    CHECK(log == trace{}.exit(0, seen::success).exit(0, seen::failure));
}

TEST_CASE("8.2 std::expected: enter is unwrapped, its error is returned") {
    trace log;
    auto body = [](int& r) -> std::expected<long, std::string> { return r + 1; };
    CHECK(run(scope(opens{log, true}) >> body) == 21);
    CHECK(run(scope(watcher<>{log, 0}) | scope(opens{log, false}) >> body).error() ==
          "cannot open");
    CHECK(log == trace{}.enter(1).exit(1, seen::success).enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("8.2 std::expected<void, E>") {
    trace log;
    auto body = [](int&) -> std::expected<void, std::string> { return {}; };
    CHECK(run(scope(opens{log, true}) >> body).has_value());
    CHECK(run(scope(opens{log, false}) >> body).error() == "cannot open");
}

TEST_CASE("8.1 8.2 std::expected: values and errors that only move") {
    using owner = std::unique_ptr<int>;
    using result = std::expected<owner, owner>;
    struct lends {
        bool works;
        std::expected<owner, int> enter() const {
            if (!works) {
                return std::unexpected(4);
            }
            return std::make_unique<int>(6);
        }
        void exit(owner& r, ambit::outcome const&) const { *r = 0; }
    };
    int code = 0;
    auto const look_at = at_exit([&](ambit::outcome const& out) {
        code = out.error<owner>() != nullptr ? **out.error<owner>() : 0;
    });
    result const good = run(scope(look_at) >> []() -> result { return std::make_unique<int>(3); });
    CHECK(**good == 3);
    CHECK(code == 0);
    result const bad =
        run(scope(look_at) >> []() -> result { return std::unexpected(std::make_unique<int>(5)); });
    CHECK(*bad.error() == 5);
    CHECK(code == 5);
    auto const read = [](owner& r) -> std::expected<int, int> { return *r; };
    CHECK(run(scope(lends{false}) >> read).error() == 4);
    CHECK(run(scope(lends{true}) >> read) == 6);
}

TEST_CASE("8.2 std::expected: the error converts to the body's own, and factories may fail too") {
    trace log;
    auto const body = [](auto&...) -> std::expected<double, std::string> { return 0.5; };
    struct short_error {
        std::expected<int, char const*> enter() const { return std::unexpected("short"); }
        void exit() const {}
    };
    CHECK(run(scope(watcher<>{log, 0}) | scope(short_error{}) >> body).error() == "short");
    CHECK(
        run(scope(watcher<>{log, 0}) | scope([&] { return opens{log, false}; }) >> body).error() ==
        "cannot open");
    CHECK(log == trace{}.enter(0).exit(0, seen::failure).enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("8 std::expected: in constant evaluation") {
    struct quiet_look {
        bool& failed;
        constexpr void enter() const noexcept {}
        constexpr void exit(ambit::outcome const& out) const noexcept { failed = out.failed(); }
    };
    constexpr auto sum = [](int code) {
        bool failed = false;
        auto const result = run(scope(quiet_look{failed}) >> [code]() -> std::expected<int, int> {
            if (code != 0) {
                return std::unexpected(code);
            }
            return 7;
        });
        return (failed ? 100 : 0) + (result ? *result : result.error());
    };
    CHECK_TWICE(sum(0) == 7);
    CHECK_TWICE(sum(5) == 105);
}

TEST_CASE("8 10.2 std::expected: the same in an asynchronous run") {
    trace log;
    auto const run_in_task = [&](auto block) {
        return ambit::sync_wait(ambit::async_run(std::move(block)));
    };
    auto const body = [](int& r) -> fallible {
        if (r == 20) {
            return std::unexpected("twenty");
        }
        return r;
    };
    CHECK(run_in_task(scope(watcher<>{log, 0}) | scope(opens{log, true}) >> body).error() ==
          "twenty");
    CHECK(run_in_task(scope(watcher<>{log, 0}) | scope(opens{log, false}) >> body).error() ==
          "cannot open");
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::failure)
                     .exit(0, seen::failure)
                     .enter(0)
                     .enter(1)
                     .exit(0, seen::failure));
}

TEST_CASE("5.3 std::expected: an error value is suppressed by its exact type") {
    trace log;
    auto const result = run(scope(watcher<ambit::suppresses<std::string>>{log, 0}) >>
                                []() -> fallible { return std::unexpected("bad"); });
    STATIC_REQUIRE(std::is_same_v<decltype(result), std::optional<fallible> const>);
    CHECK_FALSE(result.has_value());
}
