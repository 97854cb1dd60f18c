// SPDX-License-Identifier: BSL-1.0
// Rules 4.1, 4.3 and 4.4: what an exit can ask of the outcome.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

struct flags {
    bool succeeded, failed, cancelled;
    friend constexpr bool operator==(flags const&, flags const&) = default;
};
constexpr flags read(outcome const& out) {
    return {out.succeeded(), out.failed(), out.cancelled()};
}

/// The flags that a single stage sees around the body.
template <class F>
constexpr flags flags_after(F body) {
    flags saw{};
    try {
        run(scope(at_exit([&](outcome const& out) { saw = read(out); })) >> body);
    } catch (...) {
    }
    return saw;
}

/// The origin that the outermost stage (index 0) sees.
template <class P>
std::size_t origin_around(P inner) {
    std::optional<std::size_t> origin;
    try {
        run(scope(at_exit([&](outcome const& out) { origin = out.origin(); })) |
            std::move(inner) >> [] {});
    } catch (...) {
    }
    return origin.value();
}

/// The probes of which `secondary()` speaks, oldest first.
std::vector<int> set_aside(outcome const& out) {
    std::vector<int> who;
    for (std::exception_ptr const& p : out.secondary()) {
        try {
            std::rethrow_exception(p);
        } catch (failure const& f) {
            who.push_back(f.who);
        }
    }
    return who;
}

constexpr orders exit_fails{.exit = true};
constexpr auto fails = [] { raise(body_failure{{-1}}); };

}  // namespace

TEST_CASE("4.1 success") {
    CHECK_TWICE(flags_after([] {}) == flags{true, false, false});
}

TEST_CASE("4.1 a failure is failed and not cancelled") {
    CHECK(flags_after([] { throw std::runtime_error("no"); }) == flags{false, true, false});
    CHECK(flags_after([] { throw 1; }) == flags{false, true, false});
}

TEST_CASE("4.1 a cancellation is failed and cancelled") {
    CHECK(flags_after([] { throw ambit::cancelled(); }) == flags{false, true, true});
}

TEST_CASE("4.1 ambit::cancelled is default constructible and not a std::exception") {
    STATIC_REQUIRE(std::is_default_constructible_v<ambit::cancelled>);
    STATIC_REQUIRE_FALSE(std::is_base_of_v<std::exception, ambit::cancelled>);
}

TEST_CASE("4.1 a cancellation keeps its class in every outer stage, asked twice or not at all") {
    flags outer{};
    flags again{};
    trace log;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = read(out); })) |
                        scope(quiet{log, 0}) |
                        scope(at_exit([&](outcome const& out) {
                            static_cast<void>(read(out));
                            again = read(out);
                        })) >>
                            [] { throw ambit::cancelled(); }),
                    ambit::cancelled);
    CHECK(outer == flags{false, true, true});
    CHECK(again == flags{false, true, true});
}

TEST_CASE("4.1 a failure that takes the place of a cancellation is classified anew") {
    flags outer{};
    trace log;
    flags inner{};
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = read(out); })) |
                        scope(watcher<on_exit_error<ambit::keep_last>>{log, 1, exit_fails}) |
                        scope(at_exit([&](outcome const& out) { inner = read(out); })) >>
                            [] { throw ambit::cancelled(); }),
                    exit_failure);
    CHECK(inner == flags{false, true, true});
    CHECK(log == trace{}.enter(1).exit(1, seen::cancelled));
    CHECK(outer == flags{false, true, false});
}

TEST_CASE("4.1 a cancellation that takes the place of a failure is one") {
    flags outer{};
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = read(out); })) |
                        scope(at_exit<on_exit_error<ambit::keep_last>>([](outcome const& out) {
                            CHECK_FALSE(out.cancelled());
                            throw ambit::cancelled();
                        })) >>
                            fails),
                    ambit::cancelled);
    CHECK(outer == flags{false, true, true});
}

TEST_CASE("4.2 an outcome is not copied") {
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<outcome>);
    STATIC_REQUIRE_FALSE(std::is_move_constructible_v<outcome>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<outcome>);
    STATIC_REQUIRE_FALSE(std::is_move_assignable_v<outcome>);
}

TEST_CASE("4.3 origin: the number of stages for the body") {
    std::size_t one = 9;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) { one = out.origin(); })) >> fails));
    CHECK(one == 1);

    std::size_t outer = 9;
    std::size_t inner = 9;
    trace log;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) { outer = out.origin(); })) |
                     scope(quiet{log, 1}) |
                     scope(at_exit([&](outcome const& out) { inner = out.origin(); })) >> fails));
    CHECK(outer == 3);
    CHECK(inner == 3);
}

TEST_CASE("4.3 origin: the stage whose enter failed") {
    trace log;
    orders const enter_fails{.enter = true};
    CHECK(origin_around(scope(quiet{log, 1, enter_fails})) == 1);
    CHECK(origin_around(scope(quiet{log, 1}) | scope(holder{log, 2}) |
                        scope(watcher<>{log, 3, enter_fails}) | scope(quiet{log, 4})) == 3);
}

TEST_CASE("4.3 origin: the stage whose factory failed") {
    trace log;
    CHECK(origin_around(scope(quiet{log, 1}) | scope([&]() -> quiet { raise(make_failure{{2}}); }) |
                        scope(quiet{log, 3})) == 2);
}

TEST_CASE("4.3 origin: the stage whose exit failed") {
    trace log;
    CHECK(origin_around(scope(holder{log, 1, exit_fails})) == 1);
    CHECK(origin_around(scope(quiet{log, 1}) | scope(watcher<>{log, 2}) |
                        scope(holder{log, 3, exit_fails})) == 3);
}

TEST_CASE("4.3 origin: a failure that takes another's place brings its own") {
    trace log;
    std::size_t outer = 9;
    std::size_t inner = 9;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) { outer = out.origin(); })) |
                     scope(watcher<on_exit_error<ambit::keep_last>>{log, 1, exit_fails}) |
                     scope(at_exit([&](outcome const& out) { inner = out.origin(); })) >> fails));
    CHECK(inner == 3);
    CHECK(outer == 1);
}

TEST_CASE("4.3 origin: a failure that stays keeps its own") {
    trace log;
    std::size_t outer = 9;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) { outer = out.origin(); })) |
                     scope(watcher<>{log, 1, exit_fails}) >> fails));
    CHECK(outer == 2);
}

TEST_CASE("4.3 origin: an aggregate keeps the first's") {
    trace log;
    std::size_t outer = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = out.origin(); })) |
                        scope(watcher<on_exit_error<ambit::aggregate>>{log, 1, exit_fails}) |
                        scope(watcher<on_exit_error<ambit::aggregate>>{log, 2, exit_fails}) |
                        scope(quiet{log, 3}) >> fails),
                    ambit::aggregate_error);
    CHECK(outer == 4);
}

TEST_CASE("4.3 origin: a failure after a suppression brings its own") {
    trace log;
    std::size_t outer = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = out.origin(); })) |
                        scope(holder{log, 1, exit_fails}) |
                        scope(watcher<ambit::suppresses_everything>{log, 2}) >> fails),
                    exit_failure);
    CHECK(outer == 1);
}

TEST_CASE("4.4 secondary is empty where nothing was set aside") {
    bool empty_on_success = false;
    run(scope(at_exit([&](outcome const& out) {
            empty_on_success = out.secondary().begin() == out.secondary().end();
        })) >>
        [] {});
    CHECK(empty_on_success);

    std::vector<int> with_one_failure{9};
    CHECK_THROWS(run(
        scope(at_exit([&](outcome const& out) { with_one_failure = set_aside(out); })) >> fails));
    CHECK(with_one_failure.empty());

    std::vector<int> with_failing_exit_alone{9};
    trace log;
    CHECK_THROWS(
        run(scope(at_exit([&](outcome const& out) { with_failing_exit_alone = set_aside(out); })) |
            scope(holder{log, 1, exit_fails}) >> [] {}));
    CHECK(with_failing_exit_alone.empty());
}

TEST_CASE("4.4 secondary lists what was set aside, oldest first, each stage what was so far") {
    trace log;
    std::vector<int> outermost;
    std::vector<int> middle;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outermost = set_aside(out); })) |
                        scope(watcher<>{log, 1, exit_fails}) |
                        scope(watcher<>{log, 2, exit_fails}) |
                        scope(at_exit([&](outcome const& out) { middle = set_aside(out); })) |
                        scope(watcher<>{log, 4, exit_fails}) >> fails),
                    body_failure);
    CHECK(middle == std::vector{4});
    CHECK(outermost == std::vector{4, 2, 1});
}

TEST_CASE("4.4 secondary: keep_last sets the earlier failure aside") {
    trace log;
    std::vector<int> outermost;
    using last = on_exit_error<ambit::keep_last>;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outermost = set_aside(out); })) |
                        scope(watcher<last>{log, 1, exit_fails}) |
                        scope(watcher<>{log, 2, exit_fails}) |
                        scope(watcher<last>{log, 3, exit_fails}) >> fails),
                    exit_failure);
    CHECK(outermost == std::vector{-1, 2, 3});
}

TEST_CASE("4.4 secondary is emptied by a suppression") {
    trace log;
    std::vector<int> outermost{9};
    std::vector<int> inner;
    run(scope(at_exit([&](outcome const& out) { outermost = set_aside(out); })) |
        scope(watcher<ambit::suppresses_everything>{log, 1}) |
        scope(at_exit([&](outcome const& out) { inner = set_aside(out); })) |
        scope(watcher<>{log, 2, exit_fails}) >> fails);
    CHECK(inner == std::vector{2});
    CHECK(outermost.empty());

    SECTION("and lists only what came after") {
        std::vector<int> after{9};
        CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { after = set_aside(out); })) |
                            scope(watcher<>{log, 1, exit_fails}) |
                            scope(watcher<>{log, 2, exit_fails}) |
                            scope(watcher<ambit::suppresses_everything>{log, 3}) |
                            scope(watcher<>{log, 4, exit_fails}) >> fails),
                        exit_failure);
        CHECK(after == std::vector{1});
    }
}

TEST_CASE("4.4 secondary is emptied by an aggregation") {
    trace log;
    std::vector<int> outermost{9};
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outermost = set_aside(out); })) |
                        scope(watcher<on_exit_error<ambit::aggregate>>{log, 1, exit_fails}) |
                        scope(watcher<>{log, 2, exit_fails}) >> fails),
                    ambit::aggregate_error);
    CHECK(outermost.empty());
}

TEST_CASE("4.4 secondary is a range of exception_ptr") {
    bool counted = false;
    trace log;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) {
                         auto const& all = out.secondary();
                         int n = 0;
                         for (auto it = all.begin(); it != all.end(); ++it) {
                             STATIC_REQUIRE(
                                 std::is_convertible_v<decltype(*it), std::exception_ptr const&>);
                             n += *it != nullptr ? 1 : 0;
                         }
                         counted = n == 1;
                     })) |
                     scope(watcher<>{log, 1, exit_fails}) >> fails));
    CHECK(counted);
}
