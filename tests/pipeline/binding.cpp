// SPDX-License-Identifier: BSL-1.0
// Rule 3.4: which resources a body or a factory receives. What does not fit is in
// tests/static/binding.cpp.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

/// A manager whose resource is a T, by value.
template <class T>
struct gives {
    T value;
    constexpr T enter() const { return value; }
    constexpr void exit() const noexcept {}
};
template <class T>
gives(T) -> gives<T>;

/// A manager whose resource is an existing object.
template <class T>
struct lends {
    T& object;
    constexpr T& enter() const { return object; }
    constexpr void exit() const noexcept {}
};
template <class T>
lends(T&) -> lends<T>;

struct base {
    int b = 1;
};
struct derived : base {
    int d = 2;
};
struct number {
    int n;
    constexpr int next() { return ++n; }
    constexpr int plus(number& other) const noexcept { return n + other.n; }
    constexpr int get() const { return n; }
};
struct from_int {
    int value;
    constexpr from_int(int v) : value(v) {}
};

struct generic final {
    constexpr auto operator()(auto&... xs) const { return sizeof...(xs); }
};

constexpr int add(int& a, int& b) { return 10 * a + b; }
constexpr int get(int const& a) noexcept { return a; }

}  // namespace

// --- in order, exactly ---------------------------------------------------------------------------

TEST_CASE("3.4 in order: parameters that are exactly the resources") {
    CHECK_TWICE(
        run(scope(gives{1}, gives{2.5}) >> [](int& a, double& b) { return a == 1 && b == 2.5; }));
}

TEST_CASE("3.4 in order: up to cv and reference") {
    CHECK_TWICE(run(scope(gives{1}, gives{2}, gives{3}) >>
                    [](int a, int const& b, int const c) { return 100 * a + 10 * b + c; }) == 123);
}

TEST_CASE("3.4 in order: several resources of one type") {
    CHECK_TWICE(run(scope(gives{1}, gives{2}) >> [](int& a, int& b) { return 10 * a + b; }) == 12);
}

TEST_CASE("3.4 resources are lvalues") {
    CHECK_TWICE(run(scope(gives{1}) >> [](auto&& r) { return std::is_same_v<decltype(r), int&>; }));
    CHECK_TWICE(run(scope(gives<base const>{{}}) >>
                    [](auto&& r) { return std::is_same_v<decltype(r), base const&>; }));
    constexpr auto lent = [] {
        int const object = 3;
        return run(scope(lends{object}) >>
                   [](auto&& r) { return std::is_same_v<decltype(r), int const&>; });
    };
    CHECK_TWICE(lent());
}

// --- by type -------------------------------------------------------------------------------------

TEST_CASE("3.4 by type: another order") {
    CHECK_TWICE(
        run(scope(gives{1}, gives{2.5}) >> [](double& b, int& a) { return a == 1 && b == 2.5; }));
}

TEST_CASE("3.4 by type: some of the resources") {
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}, gives{'c'}) >> [](double& b) { return b; }) == 2.5);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}, gives{'c'}) >>
                    [](char c, int const& a) { return c == 'c' && a == 1; }));
}

TEST_CASE("3.4 by type: none of the resources") {
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> [] { return 7; }) == 7);
    CHECK_TWICE(run(scope(gives{1}) >> [] { return 7; }) == 7);
}

TEST_CASE("3.4 by type: a resource that is not asked for may be of any number") {
    CHECK_TWICE(run(scope(gives{1}, gives{2}, gives{2.5}) >> [](double& b) { return b; }) == 2.5);
}

TEST_CASE("3.4 by type: stages without a resource do not count") {
    constexpr auto value = [] {
        trace t;
        return run(scope(quiet{t, 0}) | scope(gives{1}) | scope(quiet{t, 1}) |
                   scope(gives{2.5}) >> [](double& b, int& a) { return a + b; });
    };
    CHECK_TWICE(value() == 3.5);
}

TEST_CASE("3.4 by type goes before conversion") {
    // In order both parameters could be converted; by type each has its own resource.
    CHECK_TWICE(run(scope(gives{1}, gives{2L}) >> [](long a, int b) { return 10 * a + b; }) == 21);
}

TEST_CASE("3.4 exactly in order goes before by type") {
    CHECK_TWICE(run(scope(gives{1}, gives{2L}) >> [](int a, long b) { return 10 * a + b; }) == 12);
}

TEST_CASE("3.4 by type: a reference resource counts as what it refers to") {
    constexpr auto sum = [] {
        int object = 4;
        double const other = 0.5;
        return run(scope(lends{object}) |
                   scope(lends{other}) >> [](double const& b, int& a) { return a + b; });
    };
    CHECK_TWICE(sum() == 4.5);
}

TEST_CASE("3.4 by type: the one of exactly that type, though another could be converted") {
    CHECK_TWICE(run(scope(gives{derived{{3}, 4}}, gives{base{5}}) >> [](base& b) { return b.b; }) ==
                5);
    CHECK_TWICE(run(scope(gives{derived{{3}, 4}}, gives{base{5}}) >>
                    [](base& b, derived& d) { return 10 * b.b + d.d; }) == 54);
    CHECK_TWICE(run(scope(gives{1L}, gives{2}) >> [](int n) { return n; }) == 2);
}

// --- in order, by conversion ---------------------------------------------------------------------

TEST_CASE("3.4 by conversion: arithmetic, base, user-defined") {
    CHECK_TWICE(run(scope(gives{1}) >> [](long a) { return a; }) == 1);
    CHECK_TWICE(run(scope(gives{derived{}}) >> [](base& b) { return b.b; }) == 1);
    CHECK_TWICE(run(scope(gives{5}) >> [](from_int f) { return f.value; }) == 5);
    CHECK_TWICE(run(scope(gives{5}) >> [](from_int const& f) { return f.value; }) == 5);
}

TEST_CASE("3.4 by conversion: a base is the object itself, not a copy") {
    constexpr auto changed = [] {
        derived object;
        run(scope(lends{object}) >> [](base& b) { b.b = 9; });
        return object.b;
    };
    CHECK_TWICE(changed() == 9);
}

TEST_CASE("3.4 by conversion: in order, all of them, some exact") {
    CHECK_TWICE(run(scope(gives{1}, gives{derived{}}, gives{'c'}) >>
                    [](int& a, base& b, char const& c) { return a + b.b == 2 && c == 'c'; }));
    CHECK_TWICE(run(scope(gives{1}, gives{2}) >> [](long a, long b) { return 10 * a + b; }) == 12);
    CHECK_TWICE(run(scope(gives{1}, gives{2}) >> [](int& a, long b) { return 10 * a + b; }) == 12);
}

// --- callables that are not one non-template signature -------------------------------------------

TEST_CASE("3.4 a generic callable gets all in order") {
    CHECK_TWICE(
        run(scope(gives{1}, gives{2.5}) >> [](auto& a, auto& b) { return a == 1 && b == 2.5; }));
    CHECK_TWICE(
        run(scope(gives{1}, gives{2}, gives{3}) >> [](auto&... xs) { return (xs + ...); }) == 6);
}

TEST_CASE("3.4 a generic callable that does not take all gets none") {
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> []<class T = int>() { return T{7}; }) == 7);
    CHECK_TWICE(
        run(scope(gives{base{}}) >> [](std::integral auto... xs) { return sizeof...(xs); }) == 0);
}

TEST_CASE("3.4 an overloaded callable gets all in order, else none") {
    struct overloaded {
        constexpr int operator()(int&, double&) const { return 2; }
        constexpr int operator()() const { return 0; }
        constexpr int operator()(double&) const { return 1; }
    };
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> overloaded{}) == 2);
    CHECK_TWICE(run(scope(gives{2.5}) >> overloaded{}) == 1);
    CHECK_TWICE(run(scope(gives{1}) >> overloaded{}) == 0);  // an int is no double&
    CHECK_TWICE(run(scope(gives{'c'}, gives{'d'}) >> overloaded{}) == 0);
}

TEST_CASE("3.4 a callable whose class is final") {
    struct one final {
        constexpr int operator()(double&, int& a) const { return a; }
    };
    struct several final {
        constexpr int operator()(int& a, double&) const { return a; }
        constexpr int operator()() const { return 0; }
    };
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> one{}) == 1);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> several{}) == 1);
    CHECK_TWICE(run(scope(gives{'c'}) >> several{}) == 0);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> generic{}) == 2);
}

TEST_CASE("3.4 an overloaded callable is not bound by type") {
    struct overloaded {
        constexpr int operator()(double&, int&) const { return 2; }
        constexpr int operator()() const { return 0; }
    };
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> overloaded{}) == 0);
}

// --- all kinds of callables ----------------------------------------------------------------------

TEST_CASE("3.4 functions, noexcept functions and pointers to them") {
    CHECK_TWICE(run(scope(gives{1}, gives{2}) >> add) == 12);
    CHECK_TWICE(run(scope(gives{1}, gives{2}) >> &add) == 12);
    CHECK_TWICE(run(scope(gives{3}) >> get) == 3);
    CHECK_TWICE(run(scope(gives{2.5}, gives{3}) >> &get) == 3);  // by type
}

TEST_CASE("3.4 member function pointers") {
    CHECK_TWICE(run(scope(gives{number{1}}) >> &number::next) == 2);
    CHECK_TWICE(run(scope(gives{2.5}, gives{number{1}}) >> &number::next) == 2);  // by type
    CHECK_TWICE(run(scope(gives{number{1}}, gives{number{2}}) >> &number::plus) == 3);
    CHECK_TWICE(run(scope(gives{number{4}}) >> &number::get) == 4);
}

TEST_CASE("3.4 a noexcept or mutable lambda") {
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> [](double& b) noexcept { return b; }) == 2.5);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> [n = 4](int& a) mutable {
                    n += a;
                    return n;
                }) == 5);
    CHECK_TWICE(run(scope(gives{1}) >> [n = 4](int& a) mutable noexcept {
                    n += a;
                    return n;
                }) == 5);
}

TEST_CASE("3.4 a std::function has the signature that it was given") {
    std::function<int(double&, int&)> const body = [](auto& b, auto& a) {
        return 10 * a + static_cast<int>(b);
    };
    CHECK(run(scope(gives{1}, gives{2.5}) >> body) == 12);
}

TEST_CASE("3.4 a move-only body") {
    CHECK(run(scope(gives{1}, gives{2.5}) >>
              [p = std::make_unique<int>(3)](int& a) { return a + *p; }) == 4);
}

TEST_CASE("3.4 a body with one signature, qualified in any way") {
    struct plain {
        constexpr int operator()(double&, int& a) { return a; }
    };
    struct constant {
        constexpr int operator()(double&, int& a) const { return a; }
    };
    struct lvalue {
        constexpr int operator()(double&, int& a) & { return a; }
    };
    struct constant_lvalue {
        constexpr int operator()(double&, int& a) const& noexcept { return a; }
    };
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> plain{}) == 1);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> constant{}) == 1);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> lvalue{}) == 1);
    CHECK_TWICE(run(scope(gives{1}, gives{2.5}) >> constant_lvalue{}) == 1);
}

TEST_CASE("3.4 bodies are called as lvalues, also those of an rvalue block") {
    struct category {
        constexpr int operator()() & { return 1; }
        constexpr int operator()() && { return 2; }
    };
    CHECK_TWICE(run(scope() >> category{}) == 1);
    constexpr auto named = [] {
        auto block = scope() >> category{};
        return run(block);
    };
    CHECK_TWICE(named() == 1);
}

// --- factories ----------------------------------------------------------------------------------

TEST_CASE("3.4 factories are bound alike: in order, by type, by conversion, generic, none") {
    constexpr auto from = [](auto factory) {
        return run(scope(gives{1}) | scope(gives{2.5}) |
                   scope(factory) >> [](int&, double&, char& c) { return c; });
    };
    CHECK_TWICE(from([](int& a, double&) { return gives{static_cast<char>('a' + a)}; }) == 'b');
    CHECK_TWICE(from([](double&, int& a) { return gives{static_cast<char>('a' + a)}; }) == 'b');
    CHECK_TWICE(from([](int const& a) { return gives{static_cast<char>('a' + a)}; }) == 'b');
    CHECK_TWICE(from([](long a, double) { return gives{static_cast<char>('a' + a)}; }) == 'b');
    CHECK_TWICE(from([](auto& a, auto&) { return gives{static_cast<char>('a' + a)}; }) == 'b');
    CHECK_TWICE(from([]<class T = char>() { return gives{T('z')}; }) == 'z');
    CHECK_TWICE(from([] { return gives{'z'}; }) == 'z');
}

TEST_CASE("3.4 a factory gets outer resources only") {
    CHECK_TWICE(run(scope(gives{1}) |
                    scope([](auto&... outer) { return gives{sizeof...(outer)}; }) |
                    scope(gives{2.5}) >> [](std::size_t& n) { return n; }) == 1);
}

TEST_CASE("3.4 a factory changes an outer resource that the body then sees") {
    CHECK_TWICE(run(scope(gives{1}) | scope([](int& a) {
                                          a = 20;
                                          return gives{2.5};
                                      }) >>
                                          [](int& a) { return a; }) == 20);
}

TEST_CASE("3.4 a factory that is a member function of a resource") {
    struct store {
        int n;
        constexpr gives<char> open() { return {static_cast<char>('a' + n)}; }
    };
    CHECK_TWICE(run(scope(gives{store{2}}) | scope(&store::open) >> [](char c) { return c; }) ==
                'c');
}

TEST_CASE("3.4 pointers to data members: the member of the resource itself") {
    constexpr auto found = [] {
        number object{4};
        number const fixed{6};
        derived other{};
        int& of_object = run(scope(lends{object}) >> &number::n);
        int const& of_fixed = run(scope(lends{fixed}) >> &number::n);
        int& of_base = run(scope(lends{other}) >> &base::b);
        return &of_object == &object.n && &of_fixed == &fixed.n && &of_base == &other.b;
    };
    CHECK_TWICE(found());
}

TEST_CASE("3.4 pointers to data members: by type among several") {
    constexpr auto found = [] {
        number object{4};
        number const fixed{6};
        int& of_object = run(scope(gives{2.5}, lends{object}, gives{1}) >> &number::n);
        int const& of_fixed = run(scope(gives{2.5}, lends{fixed}) >> &number::n);
        return &of_object == &object.n && &of_fixed == &fixed.n;
    };
    CHECK_TWICE(found());
}
