// SPDX-License-Identifier: BSL-1.0
// §5, last row: an exit that returns bool says what it may suppress [ambit.suppression].
#include <ambit/ambit.hpp>

#include <utility>

namespace {

using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::well_formed;

template <class Result, class... Fact>
struct exits {
    using properties = ambit::properties<Fact...>;
    void enter();
    Result exit(ambit::outcome const&);
};
template <class... M>
inline constexpr bool accepted = well_formed<decltype(scope(std::declval<M>()...))>;

static_assert(accepted<exits<void>>);
static_assert(accepted<exits<void, suppresses<int>>>);
static_assert(accepted<exits<void, suppresses_everything>>);
static_assert(accepted<exits<bool, suppresses<int>>>);
static_assert(accepted<exits<bool, suppresses_everything>>);
static_assert(!accepted<exits<bool>>);
static_assert(!accepted<exits<bool, ambit::blocking>>);
// in any place, in a pipeline and in a block
static_assert(!accepted<exits<bool>, exits<void>, exits<void>>);
static_assert(!accepted<exits<void>, exits<bool>, exits<void>>);
static_assert(!accepted<exits<void>, exits<void>, exits<bool>>);
static_assert(!well_formed<decltype(scope(exits<void>{}, exits<bool>{}) >> [] {})>);
// made by a factory, held by reference
static_assert(!accepted<decltype([] { return exits<bool>{}; })>);
static_assert(accepted<decltype([] { return exits<bool, suppresses<int>>{}; })>);
static_assert(!accepted<exits<bool>&>);
// of the library's own managers
static_assert(!accepted<decltype(ambit::bracket([] {}, [] { return true; }))>);
static_assert(
    accepted<decltype(ambit::with<suppresses<int>>(ambit::bracket([] {}, [] { return true; })))>);

// 5.1 says that the bool is ignored on success, not that it may be anything else
static_assert(!accepted<exits<int, suppresses<int>>>);

}  // namespace
