// SPDX-License-Identifier: BSL-1.0
// §8 with std::expected: built as C++23, where the standard library has it.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <expected>
#include <optional>
#include <string>
#include <type_traits>

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

TEST_CASE("5.3 std::expected: an error value is suppressed by its exact type") {
    trace log;
    auto const result = run(scope(watcher<ambit::suppresses<std::string>>{log, 0}) >>
                                []() -> fallible { return std::unexpected("bad"); });
    STATIC_REQUIRE(std::is_same_v<decltype(result), std::optional<fallible> const>);
    CHECK_FALSE(result.has_value());
}
