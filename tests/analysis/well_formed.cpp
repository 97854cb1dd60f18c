// SPDX-License-Identifier: BSL-1.0
// Rules 9.1 and 9.2: every rule that does not depend on how a block is run, asked without an error:
// what violates it, and the nearest thing that does not.
#include <support/catch.hpp>

#include <ambit/ambit.hpp>

#include <utility>

namespace {

using namespace ambit;

template <class P>
constexpr bool ok(P const&) {
    return well_formed<P>;
}

struct connection {};
struct derived_connection : connection {};

/// A manager of an R that states facts.
template <class R, class... Fact>
struct has {
    using properties = ambit::properties<Fact...>;
    R enter();
    void exit() noexcept;
};
template <class... Fact>
struct asks {
    using properties = ambit::properties<Fact...>;
    void enter();
    bool exit(outcome const&);
};
struct loud {
    void enter();
    void exit();
};

/// An awaitable, told by its shape.
template <class T>
struct later {
    bool await_ready();
    void await_suspend(auto);
    T await_resume();
};
template <class... Fact>
struct async_only {
    using properties = ambit::properties<Fact...>;
    later<int> async_enter();
    later<void> async_exit();
};
template <class... Fact>
struct both_forms : async_only<Fact...> {
    int enter();
    void exit();
};

struct fixed {
    fixed() = default;
    fixed(fixed const&) = delete;
};
struct failing {
    bool has_value() const;
    int& operator*();
    char error() const;
};

}  // namespace

TEST_CASE("9.2 ambit.manager") {
    STATIC_REQUIRE(ok(scope(has<int>{})));
    STATIC_REQUIRE(ok(scope([] { return has<int>{}; })));
    STATIC_REQUIRE(!ok(scope(1)));
    STATIC_REQUIRE(!ok(scope(has<int>{}) | scope([] { return 1; })));
    STATIC_REQUIRE(!ok(scope([] {})));
    struct no_exit {
        int enter();
    };
    STATIC_REQUIRE(!ok(scope(has<int>{}, no_exit{}, has<int>{})));
    struct wrong_properties {
        using properties = int;
        void enter();
        void exit();
    };
    STATIC_REQUIRE(!ok(scope(wrong_properties{})));
}

TEST_CASE("9.2 ambit.suppression") {
    STATIC_REQUIRE(!ok(scope(asks<>{})));
    STATIC_REQUIRE(ok(scope(asks<suppresses<int>>{})));
    STATIC_REQUIRE(ok(scope(asks<suppresses<>>{})));
    STATIC_REQUIRE(ok(scope(with<suppresses_everything>(asks<>{}))));
    STATIC_REQUIRE(!ok(scope(with<blocking>(asks<>{}))));
    STATIC_REQUIRE(ok(scope(with<suppresses<derived_connection>>(asks<suppresses<connection>>{}))));
    STATIC_REQUIRE(
        !ok(scope(with<suppresses<connection>>(asks<suppresses<derived_connection>>{}))));
    STATIC_REQUIRE(!ok(scope(with<suppresses_everything>(asks<suppresses<int>>{}))));
    STATIC_REQUIRE(!ok(scope(with<suppresses<cancelled>>(asks<suppresses_everything>{}))));
    STATIC_REQUIRE(ok(scope(with<suppresses<int>>(asks<suppresses_everything>{}))));
    STATIC_REQUIRE(!ok(
        scope(with<suppresses<int, char>>(with<suppresses<int>>(asks<suppresses_everything>{})))));
}

TEST_CASE("9.2 ambit.needs") {
    has<void, needs<connection>> user;
    STATIC_REQUIRE(ok(scope(has<connection>{}) | scope(has<void, needs<connection>>{})));
    STATIC_REQUIRE(ok(scope(has<connection const&>{}) | scope(user)));
    STATIC_REQUIRE(!ok(scope(user) | scope(has<connection>{})));
    STATIC_REQUIRE(!ok(scope(has<connection*>{}) | scope(user)));
    STATIC_REQUIRE(!ok(scope(has<derived_connection>{}) | scope(user)));
    STATIC_REQUIRE(!ok(scope(has<connection>{}) | scope(has<int, needs<connection, char>>{})));
    STATIC_REQUIRE(!ok(scope(has<connection, needs<connection>>{})));
    // What a factory makes that cannot be called might have been it: that is another rule's.
    STATIC_REQUIRE(!ok(scope([](char&) { return has<connection>{}; }) | scope(user)));
}

TEST_CASE("9.2 ambit.hidden_failure") {
    STATIC_REQUIRE(ok(scope(asks<suppresses<int>>{}) | scope(has<int, transactional>{})));
    STATIC_REQUIRE(!ok(scope(has<int, transactional>{}) | scope(asks<suppresses<int>>{})));
    STATIC_REQUIRE(
        !ok(scope(has<int, transactional>{}, has<char>{}, has<char, suppresses<int>>{})));
    STATIC_REQUIRE(ok(scope(has<int, transactional>{}) | scope(asks<suppresses<>>{})));
    STATIC_REQUIRE(ok(scope(has<int, transactional>{}) |
                      scope(with<acknowledges<rules::hidden_failure>>(asks<suppresses<int>>{}))));
    STATIC_REQUIRE(!ok(scope(with<acknowledges<rules::hidden_failure>>(has<int, transactional>{})) |
                       scope(asks<suppresses<int>>{})));
}

TEST_CASE("9.2 ambit.suspend") {
    STATIC_REQUIRE(ok(scope(has<void, thread_bound>{}) | scope(both_forms<>{})));
    STATIC_REQUIRE(!ok(scope(has<void, thread_bound>{}) | scope(async_only<>{})));
    STATIC_REQUIRE(ok(scope(async_only<>{}) | scope(has<void, thread_bound>{})));
    STATIC_REQUIRE(!ok(scope(async_only<>{}, has<void, thread_bound>{}, both_forms<>{})));
    STATIC_REQUIRE(!ok(scope(async_only<>{}) | scope(has<void, blocking>{})));
    STATIC_REQUIRE(ok(scope(async_only<>{}) | scope(both_forms<blocking>{})));
    STATIC_REQUIRE(!ok(scope(has<void, thread_bound>{}) >> [] { return later<int>{}; }));
    STATIC_REQUIRE(ok(scope(has<void>{}) >> [] { return later<int>{}; }));
}

TEST_CASE("9.2 ambit.lock_order") {
    STATIC_REQUIRE(ok(scope(has<void, lock_level<-1>>{}, has<int>{}, has<void, lock_level<4>>{})));
    STATIC_REQUIRE(!ok(scope(has<void, lock_level<4>>{}, has<int>{}, has<void, lock_level<4>>{})));
    STATIC_REQUIRE(!ok(
        scope(has<void, lock_level<4>>{}, has<void, lock_level<5>>{}, has<void, lock_level<3>>{})));
    STATIC_REQUIRE(ok(scope(has<void, lock_level<4>>{}) |
                      scope(with<lock_level<5>>(has<void, lock_level<1>>{}))));
}

TEST_CASE("9.2 ambit.exclusive") {
    struct gpu;
    struct port;
    STATIC_REQUIRE(
        ok(scope(has<void, ambit::exclusive<gpu>>{}, has<int, ambit::exclusive<port>>{})));
    STATIC_REQUIRE(!ok(scope(has<void, ambit::exclusive<gpu>>{}, has<int>{},
                             has<int, ambit::exclusive<port>, ambit::exclusive<gpu>>{})));
}

TEST_CASE("9.2 ambit.async is no matter of check") {
    STATIC_REQUIRE(ok(scope(async_only<>{}) >> [] {}));
}

TEST_CASE("9.2 ambit.body") {
    STATIC_REQUIRE(ok(scope(has<int>{}, has<char>{}) >> [](char, int&) {}));
    STATIC_REQUIRE(!ok(scope(has<int>{}, has<int>{}) >> [](int&) {}));
    STATIC_REQUIRE(!ok(scope(has<int>{}, has<char>{}) >> [](int&, int&) {}));
    STATIC_REQUIRE(!ok(scope(has<connection const>{}) >> [](connection&) {}));
    STATIC_REQUIRE(!ok(scope(has<int>{}) | scope([](char*) { return has<int>{}; })));
}

TEST_CASE("9.2 ambit.escape") {
    STATIC_REQUIRE(!ok(scope(has<connection>{}) >> [](connection& c) -> connection& { return c; }));
    STATIC_REQUIRE(
        !ok(scope(has<connection>{}) >> [](connection& c) -> connection const* { return &c; }));
    STATIC_REQUIRE(ok(scope(has<connection&>{}) >> [](connection& c) -> connection& { return c; }));
    STATIC_REQUIRE(ok(scope(has<int>{}) >> [](int& c) -> int& { return c; }));
    STATIC_REQUIRE(
        !ok(scope(value(connection{})) >> [](connection& c) -> connection& { return c; }));
    STATIC_REQUIRE(ok(scope(with<acknowledges<rules::escape>>(has<connection>{})) >>
                          [](connection& c) -> connection& { return c; }));
}

TEST_CASE("9.2 ambit.error") {
    STATIC_REQUIRE(!ok(scope(has<failing>{}) >> [] { return 1; }));
    STATIC_REQUIRE(!ok(scope(has<failing>{}) >> [] {}));
    struct result {
        explicit result(char) {}
        bool has_value() const;
        char error() const;
    };
    STATIC_REQUIRE(ok(scope(has<failing>{}) >> [] { return result('e'); }));
}

TEST_CASE("9.2 ambit.result") {
    STATIC_REQUIRE(ok(scope(has<int>{}) >> [] { return fixed(); }));
    STATIC_REQUIRE(!ok(scope(loud{}) >> [] { return fixed(); }));
    STATIC_REQUIRE(!ok(scope(has<int, suppresses<int>>{}) >> [] { return fixed(); }));
}

TEST_CASE("9.2 check returns what it is given") {
    auto p = scope(has<int>{});
    STATIC_REQUIRE(std::is_same_v<decltype(check(p)), decltype(p)&>);
    STATIC_REQUIRE(std::is_same_v<decltype(check(std::move(p))), decltype(p)>);
    CHECK(&check(p) == &p);
}
