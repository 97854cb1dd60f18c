// SPDX-License-Identifier: BSL-1.0
// Rules 3.9 and 4.2: error<E>() with exceptions and without run-time type information. The program
// is built both ways.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <exception>
#include <string_view>

namespace {

using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using namespace test;

/// Calls look_at with the outcome that an exit sees around a body that throws what make() returns.
template <class Make, class F>
void when_thrown(Make make, F look_at) {
    bool looked = false;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            looked = true;
                            look_at(out);
                        })) >>
                        [&] { throw make(); }),
                    decltype(make()));
    CHECK(looked);
}

struct padding {
    int p = 4;
};
struct in_second_place : padding, body_failure {};

}  // namespace

TEST_CASE("3.9 4.2 error sees a string literal as char const*") {
    when_thrown([] { return "text"; },
                [](outcome const& out) {
                    auto const* text = out.error<char const*>();
                    REQUIRE(text != nullptr);
                    CHECK(std::string_view(*text) == "text");
                    CHECK(out.error<int>() == nullptr);
                    CHECK(out.error<failure>() == nullptr);
                });
}

TEST_CASE("3.9 4.2 error sees an int") {
    when_thrown([] { return 5; },
                [](outcome const& out) {
                    auto const* number = out.error<int>();
                    REQUIRE(number != nullptr);
                    CHECK(*number == 5);
                    CHECK(out.error<long>() == nullptr);
                    CHECK(out.error<char const*>() == nullptr);
                });
}

TEST_CASE("3.9 4.2 error sees a class and its bases") {
    when_thrown([] { return body_failure{{6}}; },
                [](outcome const& out) {
                    auto const* derived = out.error<body_failure>();
                    auto const* base = out.error<failure>();
                    REQUIRE(derived != nullptr);
                    REQUIRE(base != nullptr);
                    CHECK(base->who == 6);
                    CHECK(base == derived);
                    CHECK(out.error<exit_failure>() == nullptr);
                    CHECK(out.error<std::exception>() == nullptr);
                });
    when_thrown([] { return in_second_place{{}, {{7}}}; },
                [](outcome const& out) {
                    auto const* derived = out.error<in_second_place>();
                    auto const* base = out.error<failure>();
                    REQUIRE(derived != nullptr);
                    REQUIRE(base != nullptr);
                    CHECK(base->who == 7);
                    CHECK(base == static_cast<failure const*>(derived));
                });
}

TEST_CASE("3.9 5 what is thrown is suppressed by its type") {
    trace log;
    CHECK_FALSE(run(scope(watcher<suppresses<char const*>>{log, 0}) >> [] { throw "text"; }));
    CHECK_FALSE(run(scope(watcher<suppresses<int>>{log, 0}) >> [] { throw 5; }));
    CHECK_FALSE(
        run(scope(watcher<suppresses<failure>>{log, 0}) >> [] { raise(body_failure{{6}}); }));
    CHECK_THROWS_AS(run(scope(watcher<suppresses<int>>{log, 0}) >> [] { throw "text"; }),
                    char const*);
}
