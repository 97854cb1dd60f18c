// SPDX-License-Identifier: BSL-1.0
// Rules 9.3 and 6.4: rules of the user's own, and those that a code base may ask for.
#include <support/catch.hpp>

#include <ambit/ambit.hpp>

#include <boost/hana.hpp>

#include <string_view>

namespace {

namespace hana = boost::hana;
using namespace ambit;

template <class P>
constexpr bool ok(P const&) {
    return well_formed<P>;
}

struct opens_file {};
struct network {};
struct deadline {};

template <class... Fact>
struct stage_with {
    using properties = ambit::properties<Fact...>;
    int enter() { return 1; }
    void exit() noexcept {}
};
struct throws_at_exit {
    void enter() {}
    void exit() {}
};
struct observer {
    void enter() {}
    void exit(outcome const&) noexcept {}
};

/// By a Hana algorithm, with a code that is a string_view.
struct one_file {
    static constexpr std::string_view code = "shop.one_file";
    template <class L>
    static constexpr auto check(L stages) {
        auto const open = hana::count_if(stages, [](auto t) {
            return hana::bool_c<has_fact<typename decltype(t)::type, opens_file>>;
        });
        return decltype(open)::value > 1 ? fail(0, "opens two files") : pass;
    }
};

/// By a loop of its own, with a code that is an array, and whose failing stage is the right one.
struct network_in_deadline {
    static constexpr char code[] = "shop.deadline";
    template <class L>
    static constexpr auto check(L stages) {
        return hana::unpack(stages, [](auto... t) {
            auto v = pass;
            bool inside = false;
            ((v.holds && !inside && has_fact<typename decltype(t)::type, network>
                  ? void(v = fail(decltype(t)::type::index, "put a deadline outside"))
                  : void(),
              inside = inside || has_fact<typename decltype(t)::type, deadline>),
             ...);
            return v;
        });
    }
};

/// Returns pass only, and looks at nothing: Hana's header is not needed for it.
struct nothing {
    static constexpr char const* code = "shop.nothing";
    template <class L>
    static constexpr auto check(L) {
        return pass;
    }
};

struct sees_types {
    static constexpr char const* code = "shop.types";
    template <class L>
    static constexpr auto check(L stages) {
        using first = typename decltype(+stages[hana::size_c<0>])::type;
        bool const same = first::index == 0 &&
                          std::is_same_v<typename first::manager_type, stage_with<network>> &&
                          std::is_same_v<typename first::resource_type, int> &&
                          std::is_same_v<typename first::properties, properties<network, deadline>>;
        return same ? pass : fail(0, "sees other types");
    }
};

/// Has members of its own, named as the library might name things.
struct at_most_two {
    static constexpr char const* code = "shop.at_most_two";
    template <class S>
    static constexpr bool holds() {
        return S::index < 2;
    }
    template <class L>
    static constexpr auto judge(L stages) {
        return hana::all_of(stages, [](auto t) {
            return hana::bool_c<at_most_two::holds<typename decltype(t)::type>()>;
        });
    }
    template <class L>
    static constexpr auto check(L stages) {
        return judge(stages) ? pass : fail(2, "more than two stages");
    }
};

using file = stage_with<opens_file>;

}  // namespace

TEST_CASE("9.3 a rule of the user's own is checked") {
    STATIC_REQUIRE(ok(enforce<one_file>(scope(file{}))));
    STATIC_REQUIRE(!ok(enforce<one_file>(scope(file{}, file{}))));
    STATIC_REQUIRE(ok(enforce<nothing>(scope(file{}, file{}))));
    STATIC_REQUIRE(ok(scope(file{}, file{})));
}

TEST_CASE("9.3 an enforced rule stays when the pipeline is composed further, on either side") {
    STATIC_REQUIRE(!ok(enforce<one_file>(scope(file{})) | scope(file{})));
    STATIC_REQUIRE(!ok(scope(file{}) | enforce<one_file>(scope(file{}))));
    STATIC_REQUIRE(!ok(scope(file{}) | enforce<one_file>(scope(file{}) >> [] {})));
    STATIC_REQUIRE(!ok(enforce<one_file>(scope(file{})) | (scope(file{}) >> [] {})));
    STATIC_REQUIRE(!ok(scope(enforce<one_file>(scope(file{}))) | scope(file{})));
    STATIC_REQUIRE(ok(enforce<one_file>(scope(file{})) | scope(stage_with<network>{})));
}

TEST_CASE("9.3 enforce takes lvalues by reference, as scope does") {
    auto p = scope(file{});
    auto enforced = enforce<one_file>(p);
    STATIC_REQUIRE(well_formed<decltype(p)>);
    STATIC_REQUIRE(!well_formed<decltype(enforced | p)>);
    CHECK(run(enforced >> [](int& n) { return n; }) == 1);
}

TEST_CASE("9.3 several rules") {
    auto p = enforce<one_file, network_in_deadline>(scope(file{}));
    STATIC_REQUIRE(ok(p | scope(stage_with<deadline>{}) | scope(stage_with<network>{})));
    STATIC_REQUIRE(!ok(p | scope(stage_with<network>{}) | scope(stage_with<deadline>{})));
    STATIC_REQUIRE(!ok(enforce<network_in_deadline>(enforce<one_file>(scope(file{}, file{})))));
}

TEST_CASE("9.3 facts given by with are seen, and the manager inside") {
    STATIC_REQUIRE(ok(enforce<sees_types>(scope(with<deadline>(stage_with<network>{})))));
    STATIC_REQUIRE(
        ok(enforce<sees_types>(scope([] { return with<deadline>(stage_with<network>{}); }))));
    STATIC_REQUIRE(!ok(enforce<sees_types>(scope(stage_with<network>{}))));
}

TEST_CASE("9.3 enforced or not, a block does the same") {
    auto block =
        scope(file{}) | scope(stage_with<network>{}) >> [](int& a, int& b) { return a + b; };
    CHECK(run(enforce<one_file>(block)) == 2);
    STATIC_REQUIRE(std::is_same_v<result_t<decltype(enforce<one_file>(block))>, int>);
}

TEST_CASE("6.4 nothrow_exits") {
    STATIC_REQUIRE(ok(enforce<rules::nothrow_exits>(scope(file{}, observer{}))));
    STATIC_REQUIRE(!ok(enforce<rules::nothrow_exits>(scope(file{}, throws_at_exit{}))));
    STATIC_REQUIRE(ok(enforce<rules::nothrow_exits>(
        scope(with<on_exit_error<ambit::terminate>>(throws_at_exit{})))));
}

TEST_CASE("6.4 no_lost_errors") {
    STATIC_REQUIRE(!ok(enforce<rules::no_lost_errors>(scope(file{}, throws_at_exit{}))));
    STATIC_REQUIRE(ok(enforce<rules::no_lost_errors>(scope(observer{}, throws_at_exit{}))));
    STATIC_REQUIRE(!ok(enforce<rules::no_lost_errors>(scope(throws_at_exit{}, observer{}))));
    STATIC_REQUIRE(ok(
        enforce<rules::no_lost_errors>(scope(with<on_exit_error<aggregate>>(throws_at_exit{})))));
}

TEST_CASE("9.3 the built-in rules have the users' interface") {
    constexpr auto stages = hana::tuple_t<stage<0, throws_at_exit>, stage<1, file>>;
    STATIC_REQUIRE(!rules::nothrow_exits::check(stages).holds);
    STATIC_REQUIRE(rules::needs::check(stages).holds);
    STATIC_REQUIRE(std::string_view(rules::needs::code) == "ambit.needs");
}

TEST_CASE("9.3 a rule may have members of any name, judge and holds among them") {
    STATIC_REQUIRE(ok(enforce<at_most_two>(scope(file{}))));
    STATIC_REQUIRE(ok(enforce<at_most_two>(scope(file{}, file{}))));
    STATIC_REQUIRE(!ok(enforce<at_most_two>(scope(file{}, file{}, file{}))));
    CHECK(run(enforce<at_most_two>(scope(file{})) >> [](int& n) { return n; }) == 1);
}
