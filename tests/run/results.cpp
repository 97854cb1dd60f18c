// SPDX-License-Identifier: BSL-1.0
// §7: what a run returns. Types alone are in tests/static/results.cpp.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using ambit::suppresses;
using namespace test;

/// Pipelines of each lowering that cannot suppress.
constexpr auto guards = [](trace& t) { return scope(quiet{t, 0}) | scope(quiet{t, 1}); };
constexpr auto observers = [](trace& t) { return scope(watcher<>{t, 0}) | scope(watcher<>{t, 1}); };
constexpr auto mixed = [](trace& t) {
    return scope(quiet{t, 0}) | scope(watcher<>{t, 1}) | scope(holder{t, 2});
};
constexpr auto none = [](trace&) { return scope(); };
/// One that can.
constexpr auto suppressing = [](trace& t) {
    return scope(watcher<>{t, 0}) | scope(watcher<suppresses<body_failure>>{t, 1});
};

/// Calls check(pipeline) with each of those that cannot suppress; all must hold.
template <class F>
constexpr bool with_each(F check) {
    trace t;
    return check(guards(t)) && check(observers(t)) && check(mixed(t)) && check(none(t));
}

/// Looks at the outcome, and its exit cannot fail: an immovable result may pass.
struct careful {
    trace& log;
    int id;
    constexpr void enter() const {}
    constexpr void exit(ambit::outcome const& out) const noexcept {
        log.exit(id, out.succeeded() ? seen::success : seen::failure);
    }
};

}  // namespace

TEST_CASE("7.1 a value") {
    CHECK_TWICE(with_each([](auto p) { return run(std::move(p) >> [] { return 42; }) == 42; }));
}

TEST_CASE("7.1 void") {
    CHECK_TWICE(with_each([](auto p) {
        bool ran = false;
        run(std::move(p) >> [&] { ran = true; });
        return ran;
    }));
}

TEST_CASE("7.1 an lvalue reference is that object") {
    CHECK_TWICE(with_each([](auto p) {
        int value = 0;
        return &run(std::move(p) >> [&]() -> int& { return value; }) == &value;
    }));
    CHECK_TWICE(with_each([](auto p) {
        int const value = 0;
        return &run(std::move(p) >> [&]() -> int const& { return value; }) == &value;
    }));
}

TEST_CASE("7.1 an rvalue reference is that object") {
    CHECK_TWICE(with_each([](auto p) {
        int value = 5;
        auto block = std::move(p) >> [&]() -> int&& { return std::move(value); };
        int&& same = run(std::move(block));
        return &same == &value;
    }));
    ledger book;
    move_only source(book, 7);
    trace log;
    move_only taken = run(mixed(log) >> [&]() -> move_only&& { return std::move(source); });
    CHECK(taken.value == 7);
    CHECK(source.value == -1);
}

TEST_CASE("7.1 a move-only value") {
    CHECK(with_each([](auto p) {
        std::unique_ptr<int> const result =
            run(std::move(p) >> [] { return std::make_unique<int>(4); });
        return *result == 4;
    }));
    CHECK_TWICE(with_each([](auto p) {
        ledger book;
        move_only const result = run(std::move(p) >> [&] { return move_only(book, 4); });
        return result.value == 4 && book.copies() == 0 && book.alive() == 1;
    }));
}

TEST_CASE("7.1 an immovable value, where every exit is noexcept") {
    constexpr auto guarded = [] {
        trace t;
        ledger book;
        immovable const result = run(guards(t) >> [&] { return immovable(book, 4); });
        return result.value == 4 && book.made() == 1 && book.alive() == 1;
    };
    CHECK_TWICE(guarded());
    constexpr auto observed = [] {
        trace t;
        ledger book;
        immovable const result = run(scope(careful{t, 0}) | scope(quiet{t, 1}) |
                                     scope(careful{t, 2}) >> [&] { return immovable(book, 4); });
        return result.value == 4 && book.made() == 1 && book.alive() == 1;
    };
    CHECK_TWICE(observed());
}

TEST_CASE("7.1 an immovable value beside exits that look: they see success, and failure") {
    trace log;
    ledger book;
    auto block = [&](bool body_fails) {
        return scope(careful{log, 0}) | scope(careful{log, 1}) >> [&book, body_fails] {
            if (body_fails) {
                raise(body_failure{{-1}});
            }
            return immovable(book, 4);
        };
    };
    {
        immovable const result = run(block(false));
        CHECK(result.value == 4);
        CHECK(log == trace{}.exit(1, seen::success).exit(0, seen::success));
    }
    log = {};
    CHECK_THROWS_AS(run(block(true)), body_failure);
    CHECK(log == trace{}.exit(1, seen::failure).exit(0, seen::failure));
    CHECK(book.alive() == 0);
}

TEST_CASE("7.1 a const value") {
    CHECK_TWICE(with_each([](auto p) {
        ledger book;
        return run(std::move(p) >> [&]() -> tracked const { return tracked(book, 4); }).value == 4;
    }));
}

TEST_CASE("7.1 a result is moved, never copied") {
    CHECK_TWICE(with_each([](auto p) {
        ledger book;
        tracked const result = run(std::move(p) >> [&] { return tracked(book, 4); });
        return result.value == 4 && book.copies() == 0 && book.alive() == 1;
    }));
}

TEST_CASE("7.1 a result by value of guards alone is not even moved") {
    constexpr auto elided = [] {
        trace t;
        ledger book;
        tracked const result = run(guards(t) >> [&] { return tracked(book, 4); });
        return result.value == 4 && book.made() == 1;
    };
    CHECK_TWICE(elided());
}

TEST_CASE("7.2 a value becomes an optional") {
    constexpr auto value = [] {
        trace t;
        return run(suppressing(t) >> [] { return 42; });
    };
    STATIC_REQUIRE(std::is_same_v<decltype(value()), std::optional<int>>);
    CHECK_TWICE(value() == 42);

    trace log;
    auto const nothing = run(suppressing(log) >> []() -> int { raise(body_failure{{-1}}); });
    CHECK_FALSE(nothing.has_value());
    CHECK_THROWS_AS(run(suppressing(log) >> []() -> int { raise(1); }), int);
}

TEST_CASE("7.2 void becomes bool: whether the body completed") {
    constexpr auto completed = [] {
        trace t;
        return run(suppressing(t) >> [] {});
    };
    STATIC_REQUIRE(std::is_same_v<decltype(completed()), bool>);
    CHECK_TWICE(completed());

    trace log;
    CHECK_FALSE(run(suppressing(log) >> [] { raise(body_failure{{-1}}); }));
    CHECK_FALSE(run(scope(watcher<ambit::suppresses_everything>{log, 0}) |
                    scope(quiet{log, 1, {.enter = true}}) >> [] {}));
}

TEST_CASE("7.2 a reference becomes a pointer") {
    constexpr auto same = [] {
        trace t;
        int value = 0;
        auto* const result = run(suppressing(t) >> [&]() -> int& { return value; });
        static_assert(std::is_same_v<decltype(result), int* const>);
        return result == &value;
    };
    CHECK_TWICE(same());
    constexpr auto same_const = [] {
        trace t;
        int const value = 0;
        return run(suppressing(t) >> [&]() -> int const& { return value; }) == &value;
    };
    CHECK_TWICE(same_const());

    trace log;
    CHECK(run(suppressing(log) >> []() -> int& { raise(body_failure{{-1}}); }) == nullptr);
}

TEST_CASE("7.2 a move-only value becomes an optional of it") {
    constexpr auto moved = [] {
        trace t;
        ledger book;
        auto result = run(suppressing(t) >> [&] { return move_only(book, 4); });
        return result->value == 4 && book.copies() == 0 && book.alive() == 1;
    };
    CHECK_TWICE(moved());
}

TEST_CASE("7.2 an optional result becomes an optional of it") {
    trace log;
    auto const inner_empty =
        run(suppressing(log) >> []() -> std::optional<int> { return std::nullopt; });
    REQUIRE(inner_empty.has_value());
    CHECK_FALSE(inner_empty->has_value());
    auto const suppressed =
        run(suppressing(log) >> []() -> std::optional<int> { raise(body_failure{{-1}}); });
    CHECK_FALSE(suppressed.has_value());
}

TEST_CASE("7.2 a bool result becomes an optional of it") {
    trace log;
    auto const result = run(suppressing(log) >> [] { return false; });
    REQUIRE(result.has_value());
    CHECK_FALSE(*result);
}

TEST_CASE("7.2 one stage that can suppress decides, wherever it stands") {
    trace log;
    using forgiving = watcher<suppresses<body_failure>>;
    auto first = scope(forgiving{log, 0}) | scope(quiet{log, 1}) | scope(quiet{log, 2}) >> [] {};
    auto middle = scope(quiet{log, 0}) | scope(forgiving{log, 1}) | scope(quiet{log, 2}) >> [] {};
    auto last = scope(quiet{log, 0}) | scope(quiet{log, 1}) | scope(forgiving{log, 2}) >> [] {};
    STATIC_REQUIRE(std::is_same_v<decltype(run(first)), bool>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(middle)), bool>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(last)), bool>);
    CHECK(run(first));
    CHECK(run(middle));
    CHECK(run(last));
}

TEST_CASE("7.3 result_t names what run returns") {
    trace log;
    auto agrees = [&](auto pipeline, auto body) {
        auto block = std::move(pipeline) >> body;
        return std::is_same_v<ambit::result_t<decltype(block)>, decltype(run(block))> &&
               std::is_same_v<ambit::result_t<decltype(block)>, decltype(run(std::move(block)))>;
    };
    auto each = [&](auto body) {
        return agrees(guards(log), body) && agrees(observers(log), body) &&
               agrees(mixed(log), body) && agrees(none(log), body) &&
               agrees(suppressing(log), body);
    };
    static int value = 0;
    CHECK(each([] { return 1; }));
    CHECK(each([] {}));
    CHECK(each([]() -> int& { return value; }));
    CHECK(each([] { return std::string(); }));
}

TEST_CASE("7.4 a reference that the body had from elsewhere may be returned") {
    struct text {
        std::string s;
    };
    struct stage {
        text enter() { return {"own"}; }
        void exit() {}
    };
    std::string elsewhere = "elsewhere";
    std::string& result = run(scope(stage{}) >> [&](text&) -> std::string& { return elsewhere; });
    CHECK(result == "elsewhere");
}

TEST_CASE("7.4 a resource by reference may be returned: it outlives the run") {
    struct text {
        std::string s;
    };
    struct stage {
        text& t;
        text& enter() { return t; }
        void exit() {}
    };
    text kept{"kept"};
    text& result = run(scope(stage{kept}) >> [](text& t) -> text& { return t; });
    CHECK(&result == &kept);
}

TEST_CASE("7.4 a stage that acknowledges the rule may be asked for its resource") {
    struct text {
        int const* where;
    };
    static text const global{};
    struct stage {
        using properties = ambit::properties<ambit::acknowledges<ambit::rules::escape>>;
        text enter() { return {}; }
        void exit() {}
    };
    text const& result = run(scope(stage{}) >> [](text&) -> text const& { return global; });
    CHECK(&result == &global);
}

TEST_CASE("7.1 an immovable result that may be an error passes guards") {
    struct fixed_status {
        explicit fixed_status(int c) : code(c) {}
        fixed_status(fixed_status const&) = delete;
        bool has_value() const noexcept { return code == 0; }
        int const& error() const noexcept { return code; }
        int code;
    };
    trace log;
    auto const result = run(guards(log) >> [] { return fixed_status(4); });
    CHECK(result.error() == 4);
    CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
}
