// SPDX-License-Identifier: BSL-1.0
// Rules 11.3 and 11.4: managers that are written as generators, and all goes well.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>
#include <write/generator_forms.hpp>

#include <coroutine>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::outcome;
using ambit::scope;
using namespace test;

/// Notes what happens before and after the yield.
template <class Form>
managed_in<Form> noting(trace& log, int id) {
    log.enter(id);
    co_yield {};
    log.exit(id);
}

template <class R, class... Fact>
using both_forms = std::pair<ambit::managed<R, Fact...>, ambit::async_managed<R, Fact...>>;

}  // namespace

TEMPLATE_TEST_CASE("11.3 11.4 what is before the yield enters, what is after it exits", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    int const result =
        TestType::run(scope(quiet{log, 0}) | scope(noting<TestType>(log, 1)) |
                      scope(watcher<>{log, 2}) | scope(noting<TestType>(log, 3)) >> [&] {
                          log.body();
                          return 7;
                      });
    CHECK(result == 7);
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .enter(3)
                     .body()
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1)
                     .exit(0));
}

TEMPLATE_TEST_CASE("11.3 11.4 the resource: what is yielded, as an lvalue; none for {}", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<managed_in<TestType, int>>, int&>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<managed_in<TestType, int&>>, int&>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<managed_in<TestType, int const>>, int const&>);
    STATIC_REQUIRE(std::is_same_v<ambit::resource_t<managed_in<TestType, int const&>>, int const&>);
    STATIC_REQUIRE(std::is_void_v<ambit::resource_t<managed_in<TestType>>>);
    STATIC_REQUIRE(std::is_void_v<ambit::resource_t<managed_in<TestType, void>>>);
}

TEMPLATE_TEST_CASE("11.3 11.4 a yielded lvalue is the resource itself", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    SECTION("a local, which cannot be moved") {
        ledger book;
        immovable* local = nullptr;
        auto const manager = [&]() -> managed_in<TestType, immovable> {
            immovable here(book, 4);
            local = &here;
            co_yield here;
            CHECK(here.value == 5);
        };
        CHECK(TestType::run(scope(manager()) >> [&](immovable& r) {
            r.value = 5;
            return &r == local;
        }));
        CHECK(book.made() == 1);
    }
    SECTION("what the function was given") {
        std::string text = "outside";
        auto const manager = [](std::string& s) -> managed_in<TestType, std::string> {
            co_yield s;
        };
        CHECK(TestType::run(scope(manager(text)) >> [&](std::string& s) { return &s == &text; }));
    }
    SECTION("named by an rvalue, and not moved from") {
        std::string const long_text(100, 'x');
        auto const manager = [&]() -> managed_in<TestType, std::string> {
            std::string here = long_text;
            co_yield std::move(here);
            CHECK(here == long_text + "y");
        };
        TestType::run(scope(manager()) >> [&](std::string& s) { s += "y"; });
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 a yielded temporary lives in the generator until it is resumed", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    SECTION("neither copied nor moved") {
        ledger book;
        trace log;
        auto const manager = [](ledger& l, trace& t) -> managed_in<TestType, immovable> {
            co_yield immovable(l, 3);
            t.note(l.alive());
        };
        CHECK(TestType::run(scope(manager(book, log)) >> [&](immovable& r) {
                  log.note(book.alive());
                  return r.value;
              }) == 3);
        CHECK(log == trace{}.note(1).note(0));
        CHECK(book.made() == 1);
    }
    SECTION("that can only be moved") {
        auto const manager = []() -> managed_in<TestType, std::unique_ptr<int>> {
            co_yield std::make_unique<int>(6);
        };
        CHECK(TestType::run(scope(manager()) >> [](std::unique_ptr<int>& p) { return *p; }) == 6);
    }
    SECTION("that was converted") {
        auto const manager = []() -> managed_in<TestType, std::string> {
            co_yield "long enough not to be kept in the string itself";
        };
        CHECK(TestType::run(scope(manager()) >> [](std::string& s) { return s.size(); }) == 47);
    }
    SECTION("that is constant") {
        auto const manager = []() -> managed_in<TestType, int const> { co_yield 8; };
        CHECK(TestType::run(scope(manager()) >> [](int const& i) { return i; }) == 8);
    }
    SECTION("in braces") {
        using pair = std::pair<int, std::string>;
        auto const manager = []() -> managed_in<TestType, pair> { co_yield {1, "b"}; };
        CHECK(TestType::run(scope(manager()) >> [](pair& p) { return p; }) == pair(1, "b"));
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 a reference yields what is referred to", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    SECTION("to an object") {
        int object = 1;
        auto const manager = [](int& i) -> managed_in<TestType, int&> { co_yield i; };
        TestType::run(scope(manager(object)) >> [](int& i) { i = 2; });
        CHECK(object == 2);
    }
    SECTION("to a constant") {
        int const object = 1;
        auto const manager = [](int const& i) -> managed_in<TestType, int const&> { co_yield i; };
        CHECK(TestType::run(scope(manager(object)) >> [&](int const& i) { return &i == &object; }));
    }
    SECTION("to a base") {
        ledger book;
        auto const manager = [](ledger& l) -> managed_in<TestType, tracked&> {
            move_only derived(l, 4);
            co_yield derived;
        };
        CHECK(TestType::run(scope(manager(book)) >> [](tracked& t) { return t.value; }) == 4);
        CHECK(book.made() == 1);
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 it begins when the block runs, and ends before the next exit", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    ledger book;
    trace log;
    auto const manager = [](tracked parameter, trace& t) -> managed_in<TestType> {
        tracked local(parameter.book());
        t.note(parameter.book().alive());
        co_yield {};
    };
    auto const outer = at_exit([&](outcome const&) { log.note(book.alive()); });
    SECTION("as part of the block") {
        auto block = scope(outer) | scope(manager(tracked(book), log)) >> [&] { log.body(); };
        CHECK(log.empty());
        TestType::run(std::move(block));
        CHECK(log == trace{}.note(2).body().note(0));
    }
    SECTION("held by reference") {
        auto generator = manager(tracked(book), log);
        TestType::run(scope(outer) | scope(generator) >> [&] { log.body(); });
        CHECK(log == trace{}.note(2).body().note(0));
    }
    SECTION("never entered") {
        {
            auto block = scope(outer) | scope(manager(tracked(book), log)) >> [&] { log.body(); };
            CHECK(book.alive() == 1);
        }
        CHECK(book.alive() == 0);
        CHECK(log.empty());
    }
}

TEMPLATE_TEST_CASE("11.3 11.4 a generator can be moved, not copied", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    using manager = managed_in<TestType, int&>;
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<manager>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<manager>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<manager>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<manager>);

    int first = 1;
    int second = 2;
    auto const make = [](int& i) -> manager { co_yield i; };
    auto a = make(first);
    auto b = std::move(a);
    a = make(second);
    CHECK(TestType::run(scope(std::move(b)) >> [](int& i) { return i; }) == 1);
    CHECK(TestType::run(scope(std::move(a)) >> [](int& i) { return i; }) == 2);
}

TEMPLATE_TEST_CASE("11.3 11.4 factories make generators, given the outer resources", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    SECTION("a function") {
        struct maker {
            static managed_in<TestType, std::string> greeting(std::string& name) {
                co_yield "hello " + name;
            }
        };
        CHECK(TestType::run(scope(ambit::value(std::string("you"))) |
                            scope(maker::greeting) >>
                                [](std::string&, std::string& s) { return s; }) == "hello you");
    }
    SECTION("a coroutine lambda, which the pipeline keeps with its captures") {
        trace log;
        TestType::run(scope(ambit::value(5)) |
                      scope([&log, id = 1](int& outer) -> managed_in<TestType, int> {
                          log.enter(id);
                          co_yield outer + id;
                          log.exit(id);
                      }) >>
                          [&](int&, int& inner) { log.body(inner); });
        CHECK(log == trace{}.enter(1).body(6).exit(1));
    }
}

TEMPLATE_TEST_CASE("2.4 2.6 11.3 11.4 a factory makes a generator for each run", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto block = scope([&] { return noting<TestType>(log, 1); }) >> [&] { log.body(); };
    TestType::run_again(block);
    TestType::run_again(block);
    CHECK(log == trace{}.enter(1).body().exit(1).enter(1).body().exit(1));
}

TEMPLATE_TEST_CASE("2.4 11.3 11.4 a generator is entered once", "", AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto generator = noting<TestType>(log, 1);
    SECTION("and not after that") {
        TestType::run(scope(generator) >> [&] { log.body(); });
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) |
                                      scope(generator) >> [&] { log.body(); }),
                        ambit::generator_error);
        CHECK(log == trace{}.enter(1).body().exit(1).enter(0).exit(0, seen::failure));
    }
    SECTION("nor inside itself") {
        CHECK_THROWS_AS(TestType::run(scope(watcher<>{log, 0}) | scope(generator) |
                                      scope(generator) >> [&] { log.body(); }),
                        ambit::generator_error);
        CHECK(log == trace{}.enter(0).enter(1).exit(0, seen::failure));
    }
    SECTION("nor moved from") {
        auto other = std::move(generator);
        CHECK_THROWS_AS(TestType::run(scope(generator) >> [&] { log.body(); }),
                        ambit::generator_error);
        CHECK(log.empty());
    }
}

TEST_CASE("11.3 11.4 forms and facts") {
    using plain = both_forms<int>;
    STATIC_REQUIRE(ambit::sync_manager<plain::first_type>);
    STATIC_REQUIRE_FALSE(ambit::async_manager<plain::first_type>);
    STATIC_REQUIRE(ambit::async_manager<plain::second_type>);
    STATIC_REQUIRE_FALSE(ambit::sync_manager<plain::second_type>);
    STATIC_REQUIRE(std::is_same_v<ambit::properties_of<plain::first_type>,
                                  ambit::properties<ambit::single_use>>);

    struct tag {};
    using some = both_forms<void, tag, ambit::blocking, ambit::single_use>;
    STATIC_REQUIRE(std::is_same_v<ambit::properties_of<some::first_type>,
                                  ambit::properties<tag, ambit::blocking, ambit::single_use>>);
    STATIC_REQUIRE(std::is_same_v<ambit::properties_of<some::second_type>,
                                  ambit::properties_of<some::first_type>>);
}

TEST_CASE("2.4 11.3 11.4 a block that may run again has no generator, only what makes one") {
    using body = decltype([] {});
    using kept = decltype(scope(std::declval<ambit::managed<>>()) >> body());
    using made = decltype(scope(std::declval<ambit::managed<> (*)()>()) >> body());
    using async_kept = decltype(scope(std::declval<ambit::async_managed<>>()) >> body());
    using async_made = decltype(scope(std::declval<ambit::async_managed<> (*)()>()) >> body());
    using ambit::detail::accepted;
    using ambit::detail::async_run_of;
    using ambit::detail::subject_of;
    using ambit::detail::usage;
    STATIC_REQUIRE(accepted<subject_of<kept, usage::run>>);
    STATIC_REQUIRE_FALSE(accepted<subject_of<kept, usage::run_again>>);
    STATIC_REQUIRE(accepted<subject_of<made, usage::run_again>>);
    STATIC_REQUIRE(accepted<async_run_of<async_kept>>);
    STATIC_REQUIRE_FALSE(accepted<async_run_of<async_kept&>>);
    STATIC_REQUIRE(accepted<async_run_of<async_made&>>);
}

TEST_CASE("11.3 managed<> does not await") {
    constexpr auto awaits = [](auto& promise) {
        return requires { promise.await_transform(std::suspend_never()); };
    };
    ambit::managed<>::promise_type promise;
    CHECK_FALSE(awaits(promise));
}
