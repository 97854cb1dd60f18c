// SPDX-License-Identifier: BSL-1.0
// Rule 2.2: grouping never shows.
#include <ambit/ambit.hpp>

#include <boost/hana/equal.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace {

namespace hana = boost::hana;
using ambit::plan;
using ambit::scope;

template <int N>
struct m {
    int enter();
    void exit();
};

constexpr auto a = [] { return scope(m<0>{}); };
constexpr auto b = [] { return scope(m<1>{}); };
constexpr auto c = [] { return scope(m<2>{}); };
constexpr auto body = [](auto&...) {};

// the three forms of the rule
using bound = decltype(a() | b() >> body);
using grouped = decltype((a() | b()) >> body);
using outside = decltype(a() | (b() >> body));
static_assert(std::is_same_v<bound, grouped>);
static_assert(std::is_same_v<grouped, outside>);

// the same with pipelines of several stages in each place
constexpr auto ab = [] { return a() | b(); };
constexpr auto bc = [] { return b() | c(); };
static_assert(std::is_same_v<decltype(ab() | c() >> body), decltype((ab() | c()) >> body)>);
static_assert(std::is_same_v<decltype(ab() | c() >> body), decltype(ab() | (c() >> body))>);
static_assert(std::is_same_v<decltype(a() | bc() >> body), decltype((a() | bc()) >> body)>);
static_assert(std::is_same_v<decltype(a() | bc() >> body), decltype(a() | (bc() >> body))>);
static_assert(std::is_same_v<decltype(ab() | bc() >> body), decltype(ab() | (bc() >> body))>);
static_assert(std::is_same_v<decltype(scope() | a() >> body), decltype((scope() | a()) >> body)>);
static_assert(
    std::is_same_v<decltype(a() | (b() | (c() >> body))), decltype(a() | ((b() | c()) >> body))>);

// what plan says does not depend on the grouping, nor on whether there is a body
template <class P, class Q>
inline constexpr bool same_plan =
    plan<P>::size == plan<Q>::size && plan<P>::text() == plan<Q>::text() &&
    plan<P>::acquisition_order == plan<Q>::acquisition_order &&
    plan<P>::teardown_order == plan<Q>::teardown_order && plan<P>::is_async == plan<Q>::is_async &&
    plan<P>::may_suppress == plan<Q>::may_suppress;
using left = decltype((a() | b()) | c());
using right = decltype(a() | (b() | c()));
static_assert(same_plan<left, right>);
static_assert(same_plan<left, decltype(scope(m<0>{}, m<1>{}, m<2>{}))>);
static_assert(same_plan<left, decltype(scope(m<0>{}, bc()))>);
static_assert(same_plan<left, decltype(scope(std::declval<left&>()))>);
static_assert(same_plan<left, decltype(scope() | a() | scope() | bc() | scope())>);
static_assert(same_plan<left, decltype(a() | (b() | (c() >> body)))>);
static_assert(same_plan<left, decltype((a() | (b() | c())) >> body)>);

// 2.5: scope(p) of a pipeline is that pipeline
static_assert(std::is_same_v<decltype(scope(std::declval<left>())), left>);

}  // namespace
