// SPDX-License-Identifier: BSL-1.0
// Rule 1.1: which exit is called, and what it may return.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <type_traits>

namespace {

using ambit::outcome;
using ambit::run;
using ambit::scope;

enum class called { nothing, nullary, with_outcome, with_resource, with_both };

struct reporter {
    called& what;
    constexpr explicit reporter(called& w) : what(w) {}
    constexpr int enter() const { return 1; }
};
struct only_nullary : reporter {
    using reporter::reporter;
    constexpr void exit() const { what = called::nullary; }
};
struct only_outcome : reporter {
    using reporter::reporter;
    constexpr void exit(outcome const&) const { what = called::with_outcome; }
};
struct only_resource : reporter {
    using reporter::reporter;
    constexpr void exit(int&) const { what = called::with_resource; }
};
struct only_both : reporter {
    using reporter::reporter;
    constexpr void exit(int&, outcome const&) const { what = called::with_both; }
};
struct outcome_or_nullary : only_nullary {
    using only_nullary::exit;
    using only_nullary::only_nullary;
    constexpr void exit(outcome const&) const { what = called::with_outcome; }
};
struct resource_or_nullary : only_nullary {
    using only_nullary::exit;
    using only_nullary::only_nullary;
    constexpr void exit(int&) const { what = called::with_resource; }
};
struct resource_or_less : outcome_or_nullary {
    using outcome_or_nullary::exit;
    using outcome_or_nullary::outcome_or_nullary;
    constexpr void exit(int&) const { what = called::with_resource; }
};
struct all_four : resource_or_less {
    using resource_or_less::exit;
    using resource_or_less::resource_or_less;
    constexpr void exit(int&, outcome const&) const { what = called::with_both; }
};
/// Without a resource the forms that take one are not there.
struct all_four_but_void : all_four {
    using all_four::all_four;
    constexpr void enter() const {}
};
struct takes_anything : reporter {
    using reporter::reporter;
    constexpr void exit(auto&&... args) const {
        what = sizeof...(args) == 2   ? called::with_both
               : sizeof...(args) == 1 ? called::with_resource
                                      : called::nullary;
    }
};
/// Whatever an exit is told with, it is told an outcome const&.
struct prefers_the_outcome : only_both {
    using only_both::exit;
    using only_both::only_both;
    template <class O>
    constexpr void exit(int&, O&&) const {
        what = called::nothing;
    }
};
struct deduces_the_outcome : reporter {
    using reporter::reporter;
    template <class O>
        requires std::is_same_v<O, outcome>
    constexpr void exit(int&, O const&) const {
        what = called::with_both;
    }
};
/// What it returns is not looked at, since it suppresses nothing.
struct discarded : reporter {
    using properties = ambit::properties<ambit::suppresses<>>;
    using reporter::reporter;
    [[nodiscard]] constexpr bool exit(int&, outcome const&) const {
        what = called::with_both;
        return true;
    }
};
/// A resource by value: R& converts.
struct copies_the_resource : only_nullary {
    using only_nullary::exit;
    using only_nullary::only_nullary;
    constexpr void exit(int) const { what = called::with_resource; }
};

template <class M>
constexpr called exit_of() {
    auto what = called::nothing;
    run(scope(M{what}) >> [](auto&...) {});
    return what;
}
}  // namespace

TEST_CASE("1.1 each of the four forms of exit is called") {
    CHECK_TWICE(exit_of<only_nullary>() == called::nullary);
    CHECK_TWICE(exit_of<only_outcome>() == called::with_outcome);
    CHECK_TWICE(exit_of<only_resource>() == called::with_resource);
    CHECK_TWICE(exit_of<only_both>() == called::with_both);
}

TEST_CASE("1.1 of several forms the first is called: both, resource, outcome, nothing") {
    CHECK_TWICE(exit_of<outcome_or_nullary>() == called::with_outcome);
    CHECK_TWICE(exit_of<resource_or_nullary>() == called::with_resource);
    CHECK_TWICE(exit_of<resource_or_less>() == called::with_resource);
    CHECK_TWICE(exit_of<all_four>() == called::with_both);
    CHECK_TWICE(exit_of<all_four_but_void>() == called::with_outcome);
}

TEST_CASE("1.1 a form is chosen by being well-formed, not by its exact parameters") {
    CHECK_TWICE(exit_of<takes_anything>() == called::with_both);
    CHECK_TWICE(exit_of<copies_the_resource>() == called::with_resource);
    CHECK_TWICE(exit_of<prefers_the_outcome>() == called::with_both);
    CHECK_TWICE(exit_of<deduces_the_outcome>() == called::with_both);
    CHECK_TWICE(exit_of<discarded>() == called::with_both);
}

TEST_CASE("1.1 exit gets the very resource that the body got") {
    struct same_object {
        int const*& seen_by_exit;
        int enter() { return 7; }
        void exit(int& r) { seen_by_exit = &r; }
    };
    int const* by_exit = nullptr;
    int const* by_body = nullptr;
    run(scope(same_object{by_exit}) >> [&](int& r) { by_body = &r; });
    CHECK(by_body != nullptr);
    CHECK(by_exit == by_body);
}

TEST_CASE("1.1 exit sees what the body made of the resource") {
    struct counter {
        int& final_value;
        constexpr int enter() const { return 1; }
        constexpr void exit(int& r) const { final_value = r; }
    };
    constexpr auto final_value = [] {
        int last = 0;
        run(scope(counter{last}) >> [](int& r) { r += 41; });
        return last;
    };
    CHECK_TWICE(final_value() == 42);
}

TEST_CASE("1.1 enter and exit may change the manager, and exit may be noexcept or not") {
    struct stateful {
        int& out;
        int entered = 0;
        constexpr void enter() { ++entered; }
        constexpr void exit() noexcept { out = 10 + entered; }
    };
    constexpr auto state = [] {
        int out = 0;
        run(scope(stateful{out}) >> [] {});
        return out;
    };
    CHECK_TWICE(state() == 11);
}

TEST_CASE("1.1 a bool exit that is not asked for suppression counts for nothing") {
    struct yes {
        using properties = ambit::properties<ambit::suppresses_everything>;
        constexpr int enter() const { return 5; }
        constexpr bool exit(int&) const { return true; }
    };
    CHECK_TWICE(run(scope(yes{}) >> [](int& r) { return r; }) == 5);
}
