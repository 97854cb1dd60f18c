// SPDX-License-Identifier: BSL-1.0
// Rule 11.6: closing(x), whose exit calls x.close().
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <type_traits>
#include <utility>

namespace {

using ambit::closing;
using ambit::run;
using ambit::scope;
using namespace test;

struct connection {
    trace& log;
    int id;
    bool close_fails = false;
    constexpr void close() const {
        log.exit(id);
        if (close_fails) {
            raise(exit_failure{{id}});
        }
    }
};

}  // namespace

TEST_CASE("11.6 closing: closed at exit, in reverse order") {
    constexpr auto log = [] {
        trace t;
        run(scope(closing(connection{t, 0})) |
            scope(closing(connection{t, 1})) >>
                [&](connection& a, connection& b) { t.body(10 * a.id + b.id); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.body(1).exit(1).exit(0));
}

TEST_CASE("11.6 closing: an lvalue is the resource itself, and lives on") {
    constexpr auto same = [] {
        trace t;
        connection c{t, 3};
        bool const is_it = run(scope(closing(c)) >> [&](connection& r) { return &r == &c; });
        return is_it && t == trace{}.exit(3);
    };
    CHECK_TWICE(same());

    SECTION("also one that cannot move") {
        struct fixed : immovable {
            using immovable::immovable;
            void close() { value = -7; }
        };
        ledger book;
        fixed f(book);
        run(scope(closing(f)) >> [](fixed&) {});
        CHECK(f.value == -7);
        CHECK(book.made() == 1);
    }
}

TEST_CASE("11.6 closing: an rvalue is moved in") {
    struct owned : move_only {
        using move_only::move_only;
        void close() { value = 0; }
    };
    ledger book;
    int const value = run(scope(closing(owned(book, 5))) >> [](owned& o) { return o.value; });
    CHECK(value == 5);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
}

TEST_CASE("11.6 closing: closed when the body fails, and when a later enter does") {
    trace log;
    CHECK_THROWS_AS(run(scope(closing(connection{log, 0})) >>
                        [](connection&) { raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK_THROWS_AS(run(scope(closing(connection{log, 1})) |
                        scope(quiet{log, 2, {.enter = true}}) >> [](connection&) {}),
                    enter_failure);
    CHECK(log == trace{}.exit(0).enter(2).exit(1));
}

TEST_CASE("11.6 closing: a close that throws is an exit that throws") {
    trace log;
    CHECK_THROWS_AS(run(scope(closing(connection{log, 0, true})) >> [](connection&) {}),
                    exit_failure);
    CHECK_THROWS_AS(run(scope(closing(connection{log, 0, true})) >>
                        [](connection&) { raise(body_failure{{-1}}); }),
                    body_failure);
}

TEST_CASE("11.6 closing: the resource is X&") {
    trace log;
    connection c{log, 0};
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<decltype(closing(c))>, connection&>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<decltype(closing(std::move(c)))>, connection&>);
    run(scope(closing(c)) >> [](connection&) {});
    CHECK(log == trace{}.exit(0));
}

TEST_CASE("11.6 closing: what close returns is ignored, whatever it is") {
    struct answers {
        trace& log;
        constexpr bool close() const {
            log.exit(1);
            return true;
        }
    };
    struct counts {
        trace& log;
        constexpr int close() const {
            log.exit(2);
            return 2;
        }
    };
    constexpr auto log = [] {
        trace t;
        auto const result = run(scope(closing(answers{t})) |
                                    scope(closing(counts{t})) >> [](answers&, counts&) -> status {
            return status(error{7});
        });
        return t.note(result.error().code);
    };
    CHECK_TWICE(log() == trace{}.exit(2).exit(1).note(7));
}

TEST_CASE("11.6 closing: its exit throws where close does, and is noexcept where that is") {
    struct quiet_close {
        void close() noexcept {}
    };
    struct loud_close {
        void close() {}
    };
    constexpr auto body = [](auto&) noexcept {};
    using quietly = decltype(scope(closing(quiet_close())) >> body);
    using loudly = decltype(scope(closing(loud_close())) >> body);
    STATIC_REQUIRE(noexcept(run(std::declval<quietly&>())));
    STATIC_REQUIRE_FALSE(noexcept(run(std::declval<loudly&>())));
}

TEST_CASE("11.6 closing: a const x is closed where close is const") {
    constexpr auto log = [] {
        trace t;
        connection const c{t, 3};
        bool const is_it = run(scope(closing(c)) >> [&](connection const& r) { return &r == &c; });
        return t.note(is_it ? 1 : 0);
    };
    CHECK_TWICE(log() == trace{}.exit(3).note(1));

    struct changes {
        void close() {}
    };
    changes const c;
    STATIC_REQUIRE_FALSE(ambit::manager<decltype(closing(c))>);
    STATIC_REQUIRE(ambit::manager<decltype(closing(changes()))>);
    STATIC_REQUIRE_FALSE(ambit::manager<decltype(closing(1))>);
}

TEST_CASE("2.4 11.6 closing: a const block, and one that runs again") {
    constexpr auto log = [] {
        trace t;
        connection outside{t, 1};
        auto const block = scope(closing(outside)) |
                           scope(closing(connection{t, 2})) >>
                               [](connection& a, connection const& b) { return 10 * a.id + b.id; };
        t.note(run(block)).note(run(block));
        return t;
    };
    CHECK_TWICE(log() == trace{}.exit(2).exit(1).note(12).exit(2).exit(1).note(12));
}

TEST_CASE("11.6 closing: with facts, and made by a factory") {
    trace log;
    auto const fails = [](auto&...) { raise(body_failure{{-1}}); };
    CHECK_FALSE(run(
        scope(ambit::with<ambit::suppresses<body_failure>>(closing(connection{log, 0}))) >> fails));
    CHECK_THROWS_AS(run(scope(ambit::with<ambit::on_exit_error<ambit::keep_last>>(
                            closing(connection{log, 1, true}))) >>
                        fails),
                    exit_failure);
    run(scope(ambit::value(2)) |
        scope([&](int& id) { return closing(connection{log, id}); }) >> [] {});
    CHECK(log == trace{}.exit(0).exit(1).exit(2));
}
