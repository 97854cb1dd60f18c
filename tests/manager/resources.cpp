// SPDX-License-Identifier: BSL-1.0
// Rules 1.1 and 1.3: what enter may return, where it lives and when it dies.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

/// A resource that notes its end.
struct noted {
    trace& log;
    int id;
    constexpr noted(trace& l, int i) : log(l), id(i) {}
    noted(noted const&) = delete;
    constexpr ~noted() { log.destroy(id); }
};

/// Nothing looks at the outcome and nothing can fail.
struct plain {
    trace& log;
    int id;
    constexpr noted enter() const {
        log.enter(id);
        return {log, id};
    }
    constexpr void exit() const noexcept { log.exit(id); }
};
struct looking {
    trace& log;
    int id;
    bool fails = false;
    constexpr noted enter() const {
        log.enter(id);
        return {log, id};
    }
    constexpr void exit(noted& n, ambit::outcome const& out) const {
        log.exit(n.id, look(out));
        if (fails) {
            raise(exit_failure{{id}});
        }
    }
};

template <class M>
struct makes {
    ledger& book;
    constexpr M enter() const { return M(book, 3); }
    constexpr void exit(M& m) const { m.value = 0; }
};

template <class T>
constexpr bool constructed_in_place() {
    ledger book;
    int const value = run(scope(makes<T>{book}) >> [](auto& r) { return r.value; });
    return value == 3 && book.made() == 1 && book.copies() == 0 && book.moves() == 0 &&
           book.alive() == 0;
}

template <class M>
constexpr trace two() {
    trace log;
    run(scope(M{log, 0}) | scope(M{log, 1}) >> [&](noted&, noted&) { log.body(); });
    return log;
}

}  // namespace

TEST_CASE("1.3 a resource by value is constructed in place: no copy, no move") {
    CHECK_TWICE(constructed_in_place<tracked>());
    CHECK_TWICE(constructed_in_place<move_only>());
    CHECK_TWICE(constructed_in_place<immovable>());
}

TEST_CASE("1.3 a resource dies right after its own exit ran") {
    CHECK_TWICE(two<plain>() ==
                trace{}.enter(0).enter(1).body().exit(1).destroy(1).exit(0).destroy(0));
    CHECK_TWICE(two<looking>() == trace{}
                                      .enter(0)
                                      .enter(1)
                                      .body()
                                      .exit(1, seen::success)
                                      .destroy(1)
                                      .exit(0, seen::success)
                                      .destroy(0));
}

TEST_CASE("1.3 a resource dies right after its own exit, also when the body fails") {
    trace log;
    SECTION("nobody looks") {
        CHECK_THROWS_AS(run(scope(plain{log, 0}) |
                            scope(plain{log, 1}) >>
                                [](noted&, noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}.enter(0).enter(1).exit(1).destroy(1).exit(0).destroy(0));
    }
    SECTION("all look") {
        CHECK_THROWS_AS(run(scope(looking{log, 0}) |
                            scope(looking{log, 1}) >>
                                [](noted&, noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .exit(1, seen::failure)
                         .destroy(1)
                         .exit(0, seen::failure)
                         .destroy(0));
    }
    SECTION("some look") {
        CHECK_THROWS_AS(run(scope(plain{log, 0}) | scope(looking{log, 1}) |
                            scope(plain{log, 2}) >>
                                [](noted&, noted&, noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2)
                         .destroy(2)
                         .exit(1, seen::failure)
                         .destroy(1)
                         .exit(0)
                         .destroy(0));
    }
}

TEST_CASE("1.3 a resource dies after its exit, also when that exit throws") {
    trace log;
    CHECK_THROWS_AS(run(scope(looking{log, 0}) |
                        scope(looking{log, 1, true}) >> [](noted&, noted&) {}),
                    exit_failure);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .exit(1, seen::success)
                     .destroy(1)
                     .exit(0, seen::failure)
                     .destroy(0));
}

TEST_CASE("1.3 a resource dies before outer stages exit when a later enter fails") {
    trace log;
    CHECK_THROWS_AS(run(scope(plain{log, 0}) |
                        scope(quiet{log, 1, {.enter = true}}) >> [](noted&) {}),
                    enter_failure);
    CHECK(log == trace{}.enter(0).enter(1).exit(0).destroy(0));
}

TEST_CASE("1.1 enter may return a const object") {
    struct fixed {
        constexpr tracked const enter() const { return tracked(book, 9); }
        constexpr void exit(tracked const&) const {}
        ledger& book;
    };
    constexpr auto value = [] {
        ledger book;
        return run(scope(fixed{book}) >> [](tracked const& t) { return t.value; });
    };
    CHECK_TWICE(value() == 9);
}

TEST_CASE("1.1 enter may return an lvalue reference: the resource is the object itself") {
    struct lends {
        int& object;
        constexpr int& enter() const { return object; }
        constexpr void exit(int& r) const { r += 1; }
    };
    constexpr auto lent = [] {
        int object = 40;
        bool const same = run(scope(lends{object}) >> [&](int& r) {
            r += 1;
            return &r == &object;
        });
        return same ? object : 0;
    };
    CHECK_TWICE(lent() == 42);

    struct lends_const {
        int const& object;
        constexpr int const& enter() const { return object; }
        constexpr void exit(int const&) const {}
    };
    constexpr auto same_const = [] {
        int const object = 1;
        return run(scope(lends_const{object}) >> [&](int const& r) { return &r == &object; });
    };
    CHECK_TWICE(same_const());
}

TEST_CASE("1.1 a resource that is a reference is not destroyed by the run") {
    ledger book;
    immovable object(book, 5);
    struct lends {
        immovable& object;
        immovable& enter() { return object; }
        void exit(immovable&, ambit::outcome const&) {}
    };
    run(scope(lends{object}) >> [](immovable& r) { r.value = 6; });
    CHECK(object.value == 6);
    CHECK(book.alive() == 1);
    CHECK(book.made() == 1);
}

TEST_CASE("1.3 a void enter gives the body no argument") {
    constexpr auto arguments = [] {
        trace log;
        return run(scope(quiet{log, 0}) | scope(holder{log, 1}) |
                   scope(quiet{log, 2}) >> [](auto&... xs) { return sizeof...(xs); });
    };
    CHECK_TWICE(arguments() == 1);
}

TEST_CASE("1.3 a resource by value lives in the run's own storage, and is its own in each run") {
    ledger book;
    auto block = scope(makes<immovable>{book}) >> [](immovable& r) { return ++r.value; };
    CHECK(run(block) == 4);
    CHECK(run(block) == 4);
    CHECK(book.made() == 2);
    CHECK(book.alive() == 0);
}

TEST_CASE("1.1 an lvalue reference to what is no ordinary object") {
    struct shape {
        virtual ~shape() = default;
        virtual int sides() const = 0;
    };
    struct square : shape {
        int sides() const override { return 4; }
    };
    struct lends_shape {
        shape& s;
        shape& enter() { return s; }
        void exit(shape&) {}
    };
    square object;
    CHECK(run(scope(lends_shape{object}) >> [](shape& s) { return s.sides(); }) == 4);

    struct lends_array {
        int (&a)[3];
        constexpr auto enter() const -> int (&)[3] { return a; }
        constexpr void exit(int (&r)[3]) const { r[0] = 0; }
    };
    constexpr auto last = [] {
        int array[3] = {1, 2, 3};
        int const middle = run(scope(lends_array{array}) >> [](int(&a)[3]) { return a[1]; });
        return 10 * middle + array[0];
    };
    CHECK_TWICE(last() == 20);
}
