// SPDX-License-Identifier: BSL-1.0
// Rule 6.4: what a code base may demand of its exits.
#include <ambit/ambit.hpp>

#include <utility>

namespace {

using ambit::enforce;
using ambit::scope;
using ambit::well_formed;
namespace rules = ambit::rules;

template <class... Fact>
struct may_throw {
    using properties = ambit::properties<Fact...>;
    void enter();
    void exit();
};
struct safe {
    void enter();
    void exit() noexcept;
};
struct looks {
    void enter();
    void exit(ambit::outcome const&) noexcept;
};
struct looks_and_may_throw {
    void enter();
    void exit(ambit::outcome const&);
};
using aggregates = may_throw<ambit::on_exit_error<ambit::aggregate>>;
using keeps_last = may_throw<ambit::on_exit_error<ambit::keep_last>>;

template <class Rule, class... M>
inline constexpr bool keeps = well_formed<decltype(enforce<Rule>(scope(std::declval<M>()...)))>;

// every exit is noexcept
static_assert(keeps<rules::nothrow_exits>);
static_assert(keeps<rules::nothrow_exits, safe>);
static_assert(keeps<rules::nothrow_exits, safe, looks, safe>);
static_assert(!keeps<rules::nothrow_exits, may_throw<>>);
static_assert(!keeps<rules::nothrow_exits, safe, may_throw<>>);
static_assert(!keeps<rules::nothrow_exits, aggregates, safe>);
static_assert(!keeps<rules::nothrow_exits, safe, looks_and_may_throw, safe>);

// every exit that may throw aggregates, or has a stage outside whose exit takes an outcome
static_assert(keeps<rules::no_lost_errors>);
static_assert(keeps<rules::no_lost_errors, safe, looks>);
static_assert(keeps<rules::no_lost_errors, aggregates>);
static_assert(keeps<rules::no_lost_errors, looks, may_throw<>>);
static_assert(keeps<rules::no_lost_errors, looks, safe, keeps_last, may_throw<>>);
static_assert(!keeps<rules::no_lost_errors, may_throw<>>);
static_assert(!keeps<rules::no_lost_errors, keeps_last>);
static_assert(!keeps<rules::no_lost_errors, may_throw<>, looks>);
static_assert(!keeps<rules::no_lost_errors, looks_and_may_throw>);
static_assert(!keeps<rules::no_lost_errors, safe, may_throw<>>);
// a factory's manager and facts by with count alike
static_assert(!keeps<rules::no_lost_errors, decltype([] { return may_throw<>{}; })>);
static_assert(keeps<rules::no_lost_errors, looks, decltype([] { return may_throw<>{}; })>);
static_assert(keeps<rules::no_lost_errors,
                    decltype(ambit::with<ambit::on_exit_error<ambit::aggregate>>(may_throw<>{}))>);

// neither is asked for unless it is enforced
static_assert(well_formed<decltype(scope(may_throw<>{}))>);

}  // namespace
