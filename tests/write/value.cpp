// SPDX-License-Identifier: BSL-1.0
// Rule 11.6: value(v), a copy of v or v moved in.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using ambit::value;
using namespace test;

}  // namespace

TEST_CASE("11.6 value: the body gets it") {
    CHECK_TWICE(run(scope(value(40)) | scope(value(2.0)) >> [](int& a, double& b) {
                    return a + static_cast<int>(b);
                }) == 42);
}

TEST_CASE("11.6 value: an lvalue is copied") {
    constexpr auto copied = [] {
        ledger book;
        tracked const original(book, 3);
        run(scope(value(original)) >> [](tracked& t) { t.value = 4; });
        return original.value == 3 && book.copies() == 1 && book.alive() == 1;
    };
    CHECK_TWICE(copied());
}

TEST_CASE("11.6 value: an rvalue is moved in") {
    ledger book;
    CHECK(run(scope(value(move_only(book, 5))) >> [](move_only& m) { return m.value; }) == 5);
    CHECK(book.copies() == 0);
    CHECK(book.alive() == 0);
    CHECK(run(scope(value(std::make_unique<int>(6))) >>
              [](std::unique_ptr<int>& p) { return *p; }) == 6);
}

TEST_CASE("11.6 value: stages inside may need it") {
    CHECK_TWICE(run(scope(value(4)) | scope([](int& n) { return value(n + 0.5); }) >>
                                          [](double& r) { return r; }) == 4.5);
}

TEST_CASE("11.6 value: its resource is T&, the stored copy, which keeps its value between runs") {
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<decltype(value(1))>, int&>);
    constexpr auto last = [] {
        auto block = scope(value(1)) >> [](int& n) { return ++n; };
        run(block);
        return run(block);
    };
    CHECK_TWICE(last() == 3);
}

TEST_CASE("11.6 value: it exits nothing and cannot fail") {
    auto block = scope(value(1)) >> [](int&) noexcept {};
    STATIC_REQUIRE(noexcept(run(block)));
    run(block);
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(value(std::string("text"))) >>
                            [](std::string&) { raise(body_failure{{-1}}); }),
                    body_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.6 value: of a reference: a copy, or what a reference_wrapper refers to") {
    constexpr auto copied = [] {
        int object = 1;
        int& reference = object;
        run(scope(value(reference)) >> [](int& n) { n = 2; });
        return object;
    };
    CHECK_TWICE(copied() == 1);
    constexpr auto referred = [] {
        int object = 1;
        run(scope(value(std::ref(object))) >> [](std::reference_wrapper<int>& r) { r.get() = 2; });
        return object;
    };
    CHECK_TWICE(referred() == 2);
}

TEST_CASE(
    "11.6 value: of a const: a copy that may change; of a literal and a function: a pointer") {
    int const constant = 1;
    CHECK(run(scope(value(constant)) >> [](int& n) { return ++n; }) == 2);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<decltype(value("text"))>, char const*&>);
    struct local {
        static constexpr int six() { return 6; }
    };
    // Though it can be called, and so might be taken for a factory.
    CHECK_TWICE(run(scope(value(local::six)) >> [](auto*& f) { return f(); }) == 6);
}

TEST_CASE("11.6 value: moved once where it is moved into the block, and nowhere copied") {
    ledger book;
    auto block = scope(value(tracked(book, 5))) >> [](tracked& t) { return t.value; };
    int const moves = book.moves();
    CHECK(run(block) == 5);
    CHECK(run(std::move(block)) == 5);
    CHECK(book.moves() == moves);
    CHECK(book.copies() == 0);
}

TEST_CASE("2.4 11.6 value: in a const block it is const") {
    constexpr auto sum = [] {
        auto const block = scope(value(3)) >> [](int const& n) { return n; };
        return run(block) + run(block);
    };
    CHECK_TWICE(sum() == 6);
    using changes = decltype(scope(value(3)) >> [](int& n) { ++n; });
    STATIC_REQUIRE_FALSE(ambit::well_formed<changes const>);
}

TEST_CASE("11.6 value: held by reference it is the one in the manager") {
    auto manager = value(1);
    run(scope(manager) >> [](int& n) { n = 7; });
    CHECK(run(scope(manager) >> [](int& n) { return n; }) == 7);
}
