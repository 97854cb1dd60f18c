// SPDX-License-Identifier: BSL-1.0
// Rule 4.2: the failure as an exception_ptr, and seen as a type. Error values are in run/by_value.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <new>
#include <stdexcept>
#include <string>

namespace {

using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

struct base {
    int a = 1;
};
struct left : base {
    int b = 2;
};
struct right : base {
    int c = 3;
};
struct diamond : left, right {};
struct padding {
    virtual ~padding() = default;
    int p = 4;
};
struct second_base : padding, right {};
struct virtual_base : virtual base {};
struct from_private : private base {};
enum class code { one, two };

/// What `look(outcome)` gives in a single stage around a body that throws e.
template <class E, class F>
void when_thrown(E const& e, F look_at) {
    bool looked = false;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) {
                            looked = true;
                            look_at(out);
                        })) >>
                        [&] { throw e; }),
                    E);
    CHECK(looked);
}

}  // namespace

TEST_CASE("4.2 exception is null on success") {
    bool null = false;
    run(scope(at_exit([&](outcome const& out) { null = out.exception() == nullptr; })) >> [] {});
    CHECK(null);
}

TEST_CASE("4.2 exception is the thrown object") {
    std::exception const* thrown = nullptr;
    std::exception const* seen_in_exit = nullptr;
    try {
        run(scope(at_exit([&](outcome const& out) {
                try {
                    std::rethrow_exception(out.exception());
                } catch (std::exception const& e) {
                    seen_in_exit = &e;
                }
            })) >>
            [] { throw std::runtime_error("no"); });
    } catch (std::exception const& e) {
        thrown = &e;
    }
    CHECK(thrown != nullptr);
    CHECK(seen_in_exit == thrown);
}

TEST_CASE("4.2 exception is captured once: every stage sees the same one") {
    std::exception_ptr inner;
    std::exception_ptr outer;
    std::exception_ptr again;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& out) { outer = out.exception(); })) |
                        scope(at_exit([](outcome const&) {})) |
                        scope(at_exit([&](outcome const& out) {
                            std::exception_ptr const& first = out.exception();
                            inner = first;
                            again = out.exception();
                            CHECK(&first == &out.exception());
                        })) >>
                            [] { throw std::runtime_error("no"); }),
                    std::runtime_error);
    CHECK(inner != nullptr);
    CHECK(inner == again);
    CHECK(inner == outer);
}

TEST_CASE("4.2 exception can be kept beyond the run") {
    std::exception_ptr kept;
    CHECK_THROWS(run(scope(at_exit([&](outcome const& out) { kept = out.exception(); })) >>
                     [] { throw std::runtime_error("kept"); }));
    CHECK_THROWS_WITH(std::rethrow_exception(kept), "kept");
}

TEST_CASE("4.2 exception returns a reference to a const exception_ptr") {
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<outcome const&>().exception()),
                                  std::exception_ptr const&>);
    STATIC_REQUIRE(
        std::is_same_v<decltype(std::declval<outcome const&>().error<base>()), base const*>);
}

TEST_CASE("4.2 error is null on success") {
    bool null = false;
    run(scope(at_exit([&](outcome const& out) {
            null = out.error<std::exception>() == nullptr && out.error<int>() == nullptr;
        })) >>
        [] {});
    CHECK(null);
}

TEST_CASE("4.2 error: the type thrown, and no other") {
    when_thrown(std::runtime_error("no"), [](outcome const& out) {
        REQUIRE(out.error<std::runtime_error>() != nullptr);
        CHECK(out.error<std::runtime_error>()->what() == std::string("no"));
        CHECK(out.error<std::overflow_error>() == nullptr);
        CHECK(out.error<std::logic_error>() == nullptr);
        CHECK(out.error<base>() == nullptr);
        CHECK(out.error<int>() == nullptr);
        CHECK(out.error<ambit::cancelled>() == nullptr);
    });
}

TEST_CASE("4.2 error: a base of the type thrown") {
    when_thrown(std::overflow_error("far"), [](outcome const& out) {
        REQUIRE(out.error<std::runtime_error>() != nullptr);
        REQUIRE(out.error<std::exception>() != nullptr);
        CHECK(out.error<std::exception>()->what() == std::string("far"));
    });
    when_thrown(second_base{}, [](outcome const& out) {
        REQUIRE(out.error<base>() != nullptr);
        CHECK(out.error<base>()->a == 1);
        REQUIRE(out.error<right>() != nullptr);
        CHECK(out.error<right>()->c == 3);
        REQUIRE(out.error<padding>() != nullptr);
        CHECK(out.error<padding>()->p == 4);
    });
    when_thrown(virtual_base{}, [](outcome const& out) {
        REQUIRE(out.error<base>() != nullptr);
        CHECK(out.error<base>()->a == 1);
    });
}

TEST_CASE("4.2 error: an ambiguous or inaccessible base is none") {
    when_thrown(diamond{}, [](outcome const& out) {
        CHECK(out.error<base>() == nullptr);
        REQUIRE(out.error<right>() != nullptr);
        CHECK(out.error<right>()->c == 3);
        CHECK(out.error<diamond>() != nullptr);
    });
    when_thrown(from_private{}, [](outcome const& out) {
        CHECK(out.error<base>() == nullptr);
        CHECK(out.error<from_private>() != nullptr);
    });
}

TEST_CASE("4.2 error: exceptions that are no classes") {
    when_thrown(42, [](outcome const& out) {
        REQUIRE(out.error<int>() != nullptr);
        CHECK(*out.error<int>() == 42);
        CHECK(out.error<long>() == nullptr);
        CHECK(out.error<unsigned>() == nullptr);
        CHECK(out.error<code>() == nullptr);
    });
    when_thrown(code::two, [](outcome const& out) {
        REQUIRE(out.error<code>() != nullptr);
        CHECK(*out.error<code>() == code::two);
        CHECK(out.error<int>() == nullptr);
    });
}

TEST_CASE("4.2 error: pointer exceptions") {
    static int const number = 7;
    when_thrown(&number, [](outcome const& out) {
        REQUIRE(out.error<int const*>() != nullptr);
        CHECK(*out.error<int const*>() == &number);
        CHECK(out.error<long*>() == nullptr);
        CHECK(out.error<int>() == nullptr);
    });
    when_thrown(static_cast<char const*>("text"), [](outcome const& out) {
        REQUIRE(out.error<char const*>() != nullptr);
        CHECK(*out.error<char const*>() == std::string("text"));
    });
    static base object;
    when_thrown(&object, [](outcome const& out) {
        REQUIRE(out.error<base*>() != nullptr);
        CHECK(*out.error<base*>() == &object);
        CHECK(out.error<base>() == nullptr);
    });
}

TEST_CASE("4.2 error is the very object that the caller will catch") {
    std::runtime_error const* in_exit = nullptr;
    std::runtime_error const* in_outer_exit = nullptr;
    try {
        run(scope(at_exit(
                [&](outcome const& out) { in_outer_exit = out.error<std::runtime_error>(); })) |
            scope(
                at_exit([&](outcome const& out) { in_exit = out.error<std::runtime_error>(); })) >>
                [] { throw std::runtime_error("one"); });
        FAIL("nothing was thrown");
    } catch (std::runtime_error const& e) {
        CHECK(in_exit == &e);
        CHECK(in_outer_exit == &e);
    }
}

TEST_CASE("4.2 error sees a cancellation as what it is") {
    when_thrown(ambit::cancelled{}, [](outcome const& out) {
        CHECK(out.error<ambit::cancelled>() != nullptr);
        CHECK(out.error<std::exception>() == nullptr);
        CHECK(out.exception() != nullptr);
    });
}

TEST_CASE("4.2 error sees the failure of an enter, a factory and an exit") {
    int seen_at[3] = {};
    auto const note = [&](int where) {
        return at_exit([&seen_at, where](outcome const& out) {
            seen_at[where] = out.error<failure>() == nullptr ? -1 : out.error<failure>()->who;
        });
    };
    trace log;
    CHECK_THROWS(run(scope(note(0)) | scope(quiet{log, 10, {.enter = true}}) >> [] {}));
    CHECK_THROWS(
        run(scope(note(1)) | scope([]() -> quiet { raise(make_failure{{11}}); }) >> [] {}));
    CHECK_THROWS(run(scope(note(2)) | scope(holder{log, 12, {.exit = true}}) >> [] {}));
    CHECK(seen_at[0] == 10);
    CHECK(seen_at[1] == 11);
    CHECK(seen_at[2] == 12);
}
