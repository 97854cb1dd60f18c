// SPDX-License-Identifier: BSL-1.0
// Rule 11.6: value(v), a copy of v or v moved in.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

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
