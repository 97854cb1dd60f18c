// SPDX-License-Identifier: BSL-1.0
// Rule 1.4: a type that cannot be edited becomes a manager by specialising manager_traits.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <utility>

namespace third_party {

/// Knows nothing of managers.
struct handle {
    test::trace& log;
    int id;
    constexpr void open() const { log.enter(id); }
    constexpr void close() const { log.exit(id); }
};
/// Has an `enter` of its own, which means something else.
struct door {
    test::trace& log;
    constexpr void enter() const { log.note(-1); }
    constexpr void exit() const { log.note(-2); }
};
struct with_both_arguments {
    test::trace& log;
};
struct with_outcome {
    test::trace& log;
};
struct with_resource {
    int& out;
};
struct forgiving {};
struct told {
    bool answer;
};
struct counted {
    int uses = 0;
};

}  // namespace third_party

template <>
struct ambit::manager_traits<third_party::handle> {
    static constexpr int enter(third_party::handle const& h) {
        h.open();
        return h.id;
    }
    static constexpr void exit(third_party::handle const& h) noexcept { h.close(); }
};
template <>
struct ambit::manager_traits<third_party::door> {
    static constexpr void enter(third_party::door& d) { d.log.enter(0); }
    static constexpr void exit(third_party::door& d) { d.log.exit(0); }
};
template <>
struct ambit::manager_traits<third_party::with_both_arguments> {
    static constexpr int enter(third_party::with_both_arguments&) { return 8; }
    static constexpr void exit(third_party::with_both_arguments& m, int& r, outcome const& out) {
        m.log.exit(r, test::look(out));
    }
    static constexpr void exit(third_party::with_both_arguments& m) { m.log.note(-1); }
};
template <>
struct ambit::manager_traits<third_party::with_outcome> {
    static constexpr void enter(third_party::with_outcome&) {}
    static constexpr void exit(third_party::with_outcome& m, outcome const& out) {
        m.log.exit(1, test::look(out));
    }
};
template <>
struct ambit::manager_traits<third_party::with_resource> {
    static constexpr int enter(third_party::with_resource&) { return 5; }
    static constexpr void exit(third_party::with_resource& m, int& r) { m.out = r; }
};
template <>
struct ambit::manager_traits<third_party::forgiving> {
    using properties = ambit::properties<suppresses<test::body_failure>>;
    static constexpr void enter(third_party::forgiving const&) {}
    static constexpr void exit(third_party::forgiving const&) {}
};
template <>
struct ambit::manager_traits<third_party::told> {
    using properties = ambit::properties<suppresses_everything>;
    static constexpr void enter(third_party::told&) {}
    static constexpr bool exit(third_party::told& m) { return m.answer; }
};
template <>
struct ambit::manager_traits<third_party::counted> {
    static constexpr int& enter(third_party::counted& m) { return ++m.uses; }
    static constexpr void exit(third_party::counted&) {}
};

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

constexpr auto fails = [] { raise(body_failure{{-1}}); };

}  // namespace

TEST_CASE("1.4 an adapted type is entered and exited through its traits") {
    constexpr auto log = [] {
        trace t;
        run(scope(third_party::handle{t, 3}) >> [&](int& r) { t.body(r); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(3).body(3).exit(3));
}

TEST_CASE("1.4 traits take precedence over members") {
    constexpr auto log = [] {
        trace t;
        run(scope(third_party::door{t}) >> [&] { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).body().exit(0));
}

TEST_CASE("1.4 exit takes after the manager what a member exit takes") {
    constexpr auto both = [] {
        trace t;
        run(scope(third_party::with_both_arguments{t}) >> [](int& r) { r = 9; });
        return t;
    };
    CHECK_TWICE(both() == trace{}.exit(9, seen::success));

    constexpr auto resource = [] {
        int last = 0;
        run(scope(third_party::with_resource{last}) >> [](int& r) { r += 1; });
        return last;
    };
    CHECK_TWICE(resource() == 6);

    trace t;
    CHECK_THROWS_AS(run(scope(third_party::with_outcome{t}) >> fails), body_failure);
    CHECK(t == trace{}.exit(1, seen::failure));
}

TEST_CASE("1.4 an adapted type states its facts in the traits") {
    CHECK_FALSE(run(scope(third_party::forgiving{}) >> fails));
    CHECK_THROWS_AS(run(scope(third_party::forgiving{}) >> [] { raise(failure{-1}); }), failure);
    CHECK_FALSE(run(scope(third_party::told{true}) >> fails));
    CHECK_THROWS_AS(run(scope(third_party::told{false}) >> fails), body_failure);
    CHECK_TWICE(run(scope(third_party::forgiving{}) >> [] {}));
}

TEST_CASE("1.4 an adapted lvalue is held by reference") {
    constexpr auto uses = [] {
        third_party::counted c;
        run(scope(c) >> [](int& r) { r += 10; });
        run(scope(c) >> [](int& r) { r += 10; });
        return c.uses;
    };
    CHECK_TWICE(uses() == 22);
}

TEST_CASE("1.4 an adapted const object is a manager where its traits take one") {
    constexpr auto log = [] {
        trace t;
        third_party::handle const h{t, 1};
        run(scope(h) >> [&](int&) { t.body(); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(1).body().exit(1));
    STATIC_REQUIRE(ambit::well_formed<decltype(scope(std::declval<third_party::handle const&>()))>);
    STATIC_REQUIRE_FALSE(
        ambit::well_formed<decltype(scope(std::declval<third_party::door const&>()))>);
}

TEST_CASE("1.4 an adapted type takes more facts by with") {
    trace t;
    CHECK_FALSE(run(scope(ambit::with<ambit::suppresses_everything>(third_party::handle{t, 0})) >>
                    [](int&) { raise(body_failure{{-1}}); }));
    CHECK(t == trace{}.enter(0).exit(0));
}

TEST_CASE("1.4 a factory may make an adapted type") {
    constexpr auto log = [] {
        trace t;
        run(scope(holder{t, 0}) |
            scope([&](int& outer) { return third_party::handle{t, outer + 1}; }) >>
                [&](int&, int& r) { t.body(r); });
        return t;
    };
    CHECK_TWICE(log() == trace{}.enter(0).enter(1).body(1).exit(1).exit(0));
}
