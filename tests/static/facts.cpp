// SPDX-License-Identifier: BSL-1.0
// Rule 1.6: the facts of with<Fact...>(m), as a set: their order says nothing.
#include <ambit/ambit.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace {

using ambit::on_exit_error;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::well_formed;
using ambit::with;

template <class... Fact>
struct stating {
    using properties = ambit::properties<Fact...>;
    void enter();
    void exit();
};
template <class... Fact>
struct answering {
    using properties = ambit::properties<Fact...>;
    void enter();
    bool exit();
};

template <class F, class... Fact>
consteval bool has(ambit::properties<Fact...>) {
    return (std::is_same_v<F, Fact> || ...);
}
template <class... Fact>
consteval std::size_t count(ambit::properties<Fact...>) {
    return sizeof...(Fact);
}
/// The facts of M under with<Added...> are exactly Expected..., in any order.
template <class M, class Added, class Expected>
inline constexpr bool gives = false;
template <class M, class... Added, class... Expected>
inline constexpr bool gives<M, ambit::properties<Added...>, ambit::properties<Expected...>> = [] {
    using facts = ambit::properties_of<decltype(with<Added...>(std::declval<M>()))>;
    return (has<Expected>(facts()) && ...) && count(facts()) == sizeof...(Expected);
}();
template <class... Fact>
using facts = ambit::properties<Fact...>;

struct mark {};
struct other_mark {};

// more facts
static_assert(gives<stating<>, facts<mark>, facts<mark>>);
static_assert(gives<stating<mark>, facts<other_mark>, facts<mark, other_mark>>);
static_assert(gives<stating<mark>, facts<ambit::blocking, ambit::transactional>,
                    facts<mark, ambit::blocking, ambit::transactional>>);
static_assert(gives<stating<>, facts<suppresses<int>>, facts<suppresses<int>>>);
// with of a with
static_assert(gives<decltype(with<mark>(stating<>{})), facts<other_mark>, facts<mark, other_mark>>);
static_assert(
    gives<decltype(with<mark>(with<other_mark>(stating<ambit::blocking>{}))),
          facts<ambit::single_use>, facts<mark, other_mark, ambit::blocking, ambit::single_use>>);
// facts of which there can be one are replaced
using level = ambit::lock_level<1>;
using higher = ambit::lock_level<2>;
using first = on_exit_error<ambit::keep_first>;
using last = on_exit_error<ambit::keep_last>;
static_assert(gives<stating<level, mark>, facts<higher>, facts<higher, mark>>);
static_assert(gives<stating<first>, facts<last>, facts<last>>);
static_assert(
    gives<decltype(with<last>(stating<first>{})), facts<first, higher>, facts<first, higher>>);
// those of which there can be several are not
static_assert(gives<stating<ambit::exclusive<mark>>, facts<ambit::exclusive<other_mark>>,
                    facts<ambit::exclusive<mark>, ambit::exclusive<other_mark>>>);
static_assert(gives<stating<ambit::needs<int>>, facts<ambit::needs<long>>,
                    facts<ambit::needs<int>, ambit::needs<long>>>);

// --- suppression may be declared, and narrowed, but not widened ----------------------------------

template <class M, class... Added>
inline constexpr bool accepts =
    well_formed<decltype(ambit::scope(with<Added...>(std::declval<M>())))>;

struct base {};
struct derived : base {};

static_assert(accepts<stating<>, suppresses<base>>);
static_assert(accepts<stating<>, suppresses_everything>);
static_assert(accepts<answering<>, suppresses<base>>);
static_assert(accepts<answering<>, suppresses_everything>);
static_assert(!accepts<answering<>, mark>);
// narrower
static_assert(accepts<stating<suppresses_everything>, suppresses<base>>);
static_assert(accepts<stating<suppresses<base, int>>, suppresses<int>>);
static_assert(accepts<stating<suppresses<base>>, suppresses<derived>>);
static_assert(accepts<answering<suppresses_everything>, suppresses<base>>);
static_assert(accepts<stating<suppresses<base>>, suppresses<>>);
// as wide
static_assert(accepts<stating<suppresses<base>>, suppresses<base>>);
static_assert(accepts<stating<suppresses_everything>, suppresses_everything>);
static_assert(accepts<stating<suppresses<base, int>>, suppresses<int, base>>);
// wider
static_assert(!accepts<stating<suppresses<base>>, suppresses_everything>);
static_assert(!accepts<stating<suppresses<base>>, suppresses<base, int>>);
static_assert(!accepts<stating<suppresses<base>>, suppresses<int>>);
static_assert(!accepts<stating<suppresses<derived>>, suppresses<base>>);
static_assert(!accepts<answering<suppresses<base>>, suppresses_everything>);
static_assert(!accepts<answering<suppresses<derived>>, suppresses<base>>);
// through a with of a with
static_assert(accepts<decltype(with<suppresses<base>>(stating<suppresses_everything>{})),
                      suppresses<derived>>);
static_assert(
    !accepts<decltype(with<suppresses<derived>>(stating<suppresses<base>>{})), suppresses<base>>);
static_assert(!accepts<decltype(with<suppresses<base>>(stating<>{})), suppresses_everything>);
// facts that do not speak of suppression leave it alone
static_assert(accepts<stating<suppresses<base>>, mark, last>);

// --- the result follows what is left -------------------------------------------------------------

template <class M, class... Added>
inline constexpr bool may_suppress =
    ambit::plan<decltype(ambit::scope(with<Added...>(std::declval<M>())))>::may_suppress;
static_assert(may_suppress<stating<>, suppresses<base>>);
static_assert(may_suppress<stating<suppresses<base>>, mark>);
static_assert(!may_suppress<stating<>, mark>);
static_assert(!may_suppress<stating<suppresses_everything>, suppresses<>>);

// --- factories -----------------------------------------------------------------------------------

struct resource {};
struct provider {
    resource enter();
    void exit();
};
constexpr auto factory = [](resource&) { return stating<suppresses<base>>{}; };
constexpr auto plain_factory = [](resource&) { return stating<>{}; };

template <class F, class... Added>
using after_provider =
    decltype(ambit::scope(provider{}) | ambit::scope(with<Added...>(std::declval<F>())));
using plain_factory_t = std::remove_const_t<decltype(plain_factory)>;
using factory_t = std::remove_const_t<decltype(factory)>;
static_assert(!ambit::manager<decltype(with<mark>(factory))>);
static_assert(well_formed<after_provider<plain_factory_t, mark>>);
static_assert(ambit::plan<after_provider<plain_factory_t, suppresses<base>>>::may_suppress);
static_assert(!ambit::plan<after_provider<plain_factory_t, mark>>::may_suppress);
static_assert(well_formed<after_provider<factory_t, suppresses<derived>>>);
static_assert(!well_formed<after_provider<factory_t, suppresses_everything>>);

}  // namespace
