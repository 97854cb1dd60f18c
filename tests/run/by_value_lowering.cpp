// SPDX-License-Identifier: BSL-1.0
// Rules 8.1 and 9.5: failures by value are the same where nothing can throw, and no handler is
// needed, and where something can.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

using fallible = expected<int, error>;

/// A number for a resource, which is noted with the outcome when it exits.
/// @tparam Quiet enter and exit are noexcept.
template <bool Quiet>
struct numbered {
    trace& log;
    int number;

    constexpr int enter() const noexcept(Quiet) { return number; }
    constexpr void exit(int& r, outcome const& out) const noexcept(Quiet) {
        log.exit(r, look(out));
    }
};
/// The same with a resource that is an object.
template <bool Quiet>
struct lettered {
    trace& log;
    ledger& book;

    constexpr immovable enter() const noexcept(Quiet) { return immovable(book, 7); }
    constexpr void exit(immovable& r, outcome const& out) const noexcept(Quiet) {
        log.exit(r.value, look(out));
    }
};
/// Exits write to the resource of the stage that it was made in.
template <bool Quiet>
struct writes {
    int& outer;

    constexpr void enter() const noexcept(Quiet) {}
    constexpr void exit(outcome const& out) const noexcept(Quiet) {
        outer += out.failed() ? 10 : 1;
    }
};

/// Runs a body that returns an error for a code other than 0.
template <bool Quiet>
constexpr trace exits_of(int code) {
    trace log;
    ledger book;
    auto const body = [code](int& a, immovable&, int&) noexcept(Quiet) -> fallible {
        if (code != 0) {
            return unexpected{error{code}};
        }
        return a;
    };
    auto block = scope(numbered<Quiet>{log, 1}) | scope(lettered<Quiet>{log, book}) |
                 scope(numbered<Quiet>{log, 3}) >> body;
    fallible const result = run(block);
    return log.note(result.has_value() ? *result : -result.error().code).note(book.alive());
}

template <class... X>
constexpr bool is_nothrow =
    noexcept(run(std::declval<decltype(scope(std::declval<X>()...) >>
                                       std::declval<fallible (*)() noexcept>())&>()));
static_assert(is_nothrow<numbered<true>, lettered<true>>);
static_assert(!is_nothrow<numbered<true>, lettered<false>>);

/// Only moves; its error is not kept but made.
class parcel {
public:
    parcel(std::unique_ptr<std::string> s, int code) noexcept : text(std::move(s)), code_(code) {}
    [[nodiscard]] bool has_value() const noexcept { return code_ == 0; }
    [[nodiscard]] test::error error() const noexcept { return {code_}; }
    std::unique_ptr<std::string> text;

private:
    int code_;
};

}  // namespace

TEMPLATE_TEST_CASE_SIG("8.1 9.5 all exits see the error, in reverse, and resources end after each",
                       "", ((bool Quiet), Quiet), true, false) {
    CHECK_TWICE(exits_of<Quiet>(4) == trace{}
                                          .exit(3, seen::failure)
                                          .exit(7, seen::failure)
                                          .exit(1, seen::failure)
                                          .note(-4)
                                          .note(0));
    CHECK_TWICE(exits_of<Quiet>(0) == trace{}
                                          .exit(3, seen::success)
                                          .exit(7, seen::success)
                                          .exit(1, seen::success)
                                          .note(1)
                                          .note(0));
}

TEMPLATE_TEST_CASE_SIG("8.1 1.3 exits get the resource that is there, as body and exits left it",
                       "", ((bool Quiet), Quiet), true, false) {
    constexpr auto log = [](bool fails) {
        trace t;
        auto const body = [fails](int& r) noexcept(Quiet) -> fallible {
            r = 100;
            if (fails) {
                return unexpected{error{1}};
            }
            return 0;
        };
        auto block = scope(numbered<Quiet>{t, 1}) |
                     scope([](int& outer) noexcept(Quiet) { return writes<Quiet>{outer}; }) >> body;
        static_cast<void>(run(block));
        return t;
    };
    CHECK_TWICE(log(true) == trace{}.exit(110, seen::failure));
    CHECK_TWICE(log(false) == trace{}.exit(101, seen::success));

    int* in_body = nullptr;
    int* at_exit = nullptr;
    struct keeps {
        int*& where;
        int enter() const noexcept(Quiet) { return 5; }
        void exit(int& r, outcome const&) const noexcept(Quiet) { where = &r; }
    };
    auto block = scope(keeps{at_exit}) >> [&](int& r) noexcept(Quiet) -> fallible {
        in_body = &r;
        return unexpected{error{1}};
    };
    static_cast<void>(run(block));
    CHECK(in_body == at_exit);
}

TEMPLATE_TEST_CASE_SIG("8.1 4 what exits learn of an error of the body", "", ((bool Quiet), Quiet),
                       true, false) {
    struct learns {
        bool& right;
        void enter() const noexcept(Quiet) {}
        void exit(outcome const& out) const noexcept(Quiet) {
            right = out.failed() && !out.cancelled() && out.exception() == nullptr &&
                    out.origin() == 2 && out.secondary().empty() && out.error<error>() != nullptr &&
                    out.error<error>()->code == 6 && out.error<worse>() == nullptr;
        }
    };
    bool first = false;
    bool second = false;
    auto block = scope(learns{first}) | scope(learns{second}) >> []() noexcept(Quiet) -> fallible {
        return unexpected{error{6}};
    };
    CHECK(run(block) == unexpected{error{6}});
    CHECK(first);
    CHECK(second);
}

TEMPLATE_TEST_CASE_SIG("8.1 4.1 an error value of type cancelled is a cancellation", "",
                       ((bool Quiet), Quiet), true, false) {
    struct answer {
        bool value;
        [[nodiscard]] constexpr bool has_value() const noexcept { return value; }
        [[nodiscard]] constexpr ambit::cancelled error() const noexcept { return {}; }
    };
    constexpr auto log = [](bool value) {
        trace t;
        auto block =
            scope(numbered<Quiet>{t, 1}) >> [value](int&) noexcept(Quiet) { return answer{value}; };
        static_cast<void>(run(block));
        return t;
    };
    CHECK_TWICE(log(false) == trace{}.exit(1, seen::cancelled));
    CHECK_TWICE(log(true) == trace{}.exit(1, seen::success));
}

TEMPLATE_TEST_CASE_SIG("8.1 7.1 results that only move, and references, come out as they were", "",
                       ((bool Quiet), Quiet), true, false) {
    trace log;
    SECTION("only moves") {
        for (int const code : {0, 3}) {
            auto block = scope(numbered<Quiet>{log, 1}) >> [code](int&) noexcept(Quiet) {
                return parcel(std::make_unique<std::string>("kept"), code);
            };
            parcel const p = run(block);
            REQUIRE(p.text != nullptr);
            CHECK(*p.text == "kept");
            CHECK(p.has_value() == (code == 0));
        }
        CHECK(log == trace{}.exit(1, seen::success).exit(1, seen::failure));
    }
    SECTION("a reference") {
        fallible good = 1;
        fallible bad = unexpected{error{2}};
        for (fallible* const each : {&good, &bad}) {
            auto block = scope(numbered<Quiet>{log, 1}) >>
                         [each](int&) noexcept(Quiet) -> fallible& { return *each; };
            STATIC_REQUIRE(std::is_same_v<ambit::result_t<decltype(block)>, fallible&>);
            CHECK(&run(block) == each);
        }
        CHECK(log == trace{}.exit(1, seen::success).exit(1, seen::failure));
    }
}

TEST_CASE("8.1 9.5 inside guards, which exit after it, and beside them") {
    constexpr auto log = [](int code) {
        trace t;
        auto block = scope(quiet{t, 0}) | scope(numbered<true>{t, 1}) |
                     scope(quiet{t, 2}) >> [code](int&) noexcept -> fallible {
            if (code != 0) {
                return unexpected{error{code}};
            }
            return 0;
        };
        static_cast<void>(run(block));
        return t;
    };
    CHECK_TWICE(log(3) == trace{}.enter(0).enter(2).exit(2).exit(1, seen::failure).exit(0));
    CHECK_TWICE(log(0) == trace{}.enter(0).enter(2).exit(2).exit(1, seen::success).exit(0));
}

TEST_CASE("6.2 8.1 an exit that throws after an error, by its policy; each stage exits once") {
    trace log;
    constexpr orders exit_fails{.exit = true};
    auto const fails = [](auto&...) -> fallible { return unexpected{error{5}}; };
    auto const all_exit = trace{}
                              .enter(0)
                              .enter(1)
                              .enter(2)
                              .exit(2, seen::failure)
                              .exit(1, seen::failure)
                              .exit(0, seen::failure);
    SECTION("keep_first: the value is returned") {
        fallible const result =
            run(scope(watcher<>{log, 0, exit_fails}) | scope(watcher<>{log, 1, exit_fails}) |
                scope(watcher<>{log, 2, exit_fails}) >> fails);
        CHECK(result == unexpected{error{5}});
    }
    SECTION("keep_last, the last of three") {
        using last = watcher<on_exit_error<ambit::keep_last>>;
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) |
                            scope(last{log, 2, exit_fails}) >> fails),
                        exit_failure);
    }
    SECTION("keep_last, the first of three") {
        using last = watcher<on_exit_error<ambit::keep_last>>;
        CHECK_THROWS_AS(run(scope(last{log, 0, exit_fails}) | scope(watcher<>{log, 1}) |
                            scope(watcher<>{log, 2}) >> fails),
                        exit_failure);
    }
    SECTION("aggregate, and one that is set aside after it") {
        using all = watcher<on_exit_error<ambit::aggregate>>;
        try {
            run(scope(watcher<>{log, 0, exit_fails}) | scope(all{log, 1, exit_fails}) |
                scope(watcher<>{log, 2}) >> fails);
            FAIL("nothing was thrown");
        } catch (ambit::aggregate_error const& e) {
            CHECK(e.errors().size() == 2);
        }
    }
    CHECK(log == all_exit);
}

TEST_CASE("8.1 3.2 a body or enter that throws where others return errors: each stage exits once") {
    trace log;
    auto const throws = [](auto&...) -> fallible { raise(body_failure{{-1}}); };
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) >> throws),
                    body_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
    log = trace{};
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(watcher<>{log, 1, {.enter = true}}) >> throws),
                    enter_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
}

TEST_CASE("6.2 8.2 an exit that throws after an enter failed by value: each stage exits once") {
    trace log;
    struct cannot_open {
        constexpr expected<int, error> enter() const { return unexpected{error{3}}; }
        constexpr void exit() const {}
    };
    using last = watcher<on_exit_error<ambit::keep_last>>;
    auto const body = [](int&) -> fallible { return 1; };
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(last{log, 1, {.exit = true}}) |
                        scope(watcher<>{log, 2}) | scope(cannot_open{}) >> body),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(0, seen::failure));
}

TEST_CASE("8.1 3.2 an error that cannot even be copied out is a body that threw: stages exit") {
    struct thorny {
        thorny() = default;
        thorny(thorny const&) { raise(body_failure{{-1}}); }
    };
    struct holds {
        thorny inside;
        holds() = default;
        holds(holds&&) noexcept {}
        [[nodiscard]] bool has_value() const { return false; }
        [[nodiscard]] thorny error() const { return inside; }
    };
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(watcher<>{log, 1}) >> [] { return holds(); }),
                    body_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
    log = trace{};
    CHECK_THROWS_AS(run(scope(numbered<true>{log, 1}) >> [](int&) { return holds(); }),
                    body_failure);
    CHECK(log == trace{}.exit(1, seen::failure));
}

TEST_CASE("8.2 3.2 an error of an enter that cannot be kept is an enter that threw: stages exit") {
    struct thorny {
        thorny() = default;
        thorny(thorny const&) { raise(enter_failure{{1}}); }
    };
    struct holds {
        thorny inside;
        int value = 0;
        holds() = default;
        holds(holds&&) noexcept {}
        explicit holds(thorny const&) {}
        [[nodiscard]] bool has_value() const { return false; }
        [[nodiscard]] int& operator*() { return value; }
        [[nodiscard]] thorny const& error() const { return inside; }
    };
    struct cannot_open {
        holds enter() const { return holds(); }
        void exit() const {}
    };
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1}) |
                        scope(cannot_open{}) >> [](int&) { return holds(); }),
                    enter_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}
