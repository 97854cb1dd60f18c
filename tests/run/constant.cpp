// SPDX-License-Identifier: BSL-1.0
// Rule 3.8: a run is constant where its parts are. The other tests have their constexpr twins
// beside them (CHECK_TWICE); this file holds what is about constant evaluation itself.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <optional>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

struct m {
    constexpr int enter() { return 42; }
    constexpr void exit() {}
};
constexpr int f(int& x) { return x; }

// The rule's own example.
static_assert(run(scope(m{}) >> f) == 42);

// A constant made by a run.
constexpr int forty_two =
    run(scope(m{}) | scope(m{}) >> [](int& a, int& b) { return (a + b) / 2; });
static_assert(forty_two == 42);

// A constant block.
constexpr auto block = scope() >> [] { return 7; };
static_assert(run(block) == 7);

/// Memory that is acquired and released within the evaluation: a leak would not compile.
struct buffer {
    int size;
    constexpr int* enter() const { return new int[static_cast<unsigned>(size)]{}; }
    constexpr void exit(int*& p, ambit::outcome const&) const { delete[] p; }
};

constexpr int with_memory() {
    return run(scope(buffer{4}) | scope(buffer{2}) >> [](int*& a, int*& b) {
        a[3] = 40;
        b[1] = 2;
        return a[3] + b[1];
    });
}

using fallible = expected<int, error>;

constexpr trace failing_by_value(bool fails) {
    trace t;
    auto const result = run(scope(watcher<>{t, 0}) | scope(quiet{t, 1}) >> [&]() -> fallible {
        t.body();
        if (fails) {
            return unexpected{error{3}};
        }
        return 5;
    });
    return t.note(result.has_value() ? *result : -result.error().code);
}

constexpr trace suppressing_by_value(int code) {
    trace t;
    auto const result =
        run(scope(watcher<>{t, 0}) |
                scope(watcher<ambit::suppresses<error>>{t, 1}) >> [&]() -> fallible {
            if (code != 0) {
                return unexpected{error{code}};
            }
            return 5;
        });
    return t.note(result.has_value() ? 1 : 0);
}

}  // namespace

TEST_CASE("3.8 the run of constant parts is constant") {
    CHECK_TWICE(run(scope(m{}) >> f) == 42);
    CHECK_TWICE(with_memory() == 42);
}

TEST_CASE("3.8 a failure by value is seen in constant evaluation too") {
    CHECK_TWICE(failing_by_value(false) ==
                trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::success).note(5));
    CHECK_TWICE(failing_by_value(true) ==
                trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::failure).note(-3));
}

TEST_CASE("3.8 a failure by value is suppressed in constant evaluation too") {
    CHECK_TWICE(suppressing_by_value(0) ==
                trace{}.enter(0).enter(1).exit(1, seen::success).exit(0, seen::success).note(1));
    CHECK_TWICE(suppressing_by_value(3) ==
                trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::success).note(0));
}

TEST_CASE("3.8 optional, bool and pointer results are constant") {
    constexpr auto results = [] {
        trace t;
        int value = 6;
        auto stage = [&] { return scope(watcher<ambit::suppresses<int>>{t, 0}); };
        std::optional<int> const by_value = run(stage() >> [&] { return value; });
        bool const completed = run(stage() >> [] {});
        int* const by_reference = run(stage() >> [&]() -> int& { return value; });
        return by_value == 6 && completed && by_reference == &value;
    };
    CHECK_TWICE(results());
}

TEST_CASE("3.8 wrap is constant") {
    CHECK_TWICE(ambit::wrap(scope(m{}), [](int& a, int b) { return a + b; })(8) == 50);
}
