// SPDX-License-Identifier: BSL-1.0
// Rule 3.4 for static call operators: built as C++23, where the compiler knows them.
#include <support/catch.hpp>
#include <support/probes.hpp>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

template <class T>
struct gives {
    T value;
    constexpr T enter() const { return value; }
    constexpr void exit() const noexcept {}
};

}  // namespace

TEST_CASE("3.4 a static call operator is one signature") {
    constexpr auto pipeline = [] { return scope(gives<int>{1}, gives<double>{2.5}); };
    CHECK_TWICE(run(pipeline() >> [](double& b) static { return b; }) == 2.5);
    CHECK_TWICE(run(pipeline() >> [](int& a, double&) static noexcept { return a; }) == 1);
    CHECK_TWICE(run(pipeline() >> []() static { return 7; }) == 7);
}

TEST_CASE("3.4 a factory with a static call operator") {
    CHECK_TWICE(run(scope(gives<int>{1}, gives<double>{2.5}) |
                    scope([](int& a) static { return gives<char>{static_cast<char>('a' + a)}; }) >>
                        [](char& c) static { return c; }) == 'b');
}
