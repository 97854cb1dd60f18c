// SPDX-License-Identifier: BSL-1.0
// Rule 7.4: a resource that the pipeline stores must not leave with the result.
#include <ambit/ambit.hpp>

#include <string>
#include <utility>

namespace {

using ambit::scope;
using ambit::well_formed;

struct text {
    std::string s;
};
struct stores {
    text enter();
    void exit();
};
struct lends {
    text& enter();
    void exit();
};
struct stores_const {
    text const enter();
    void exit();
};
struct stores_int {
    int enter();
    void exit();
};
struct nothing {
    void enter();
    void exit();
};
struct knows {
    using properties = ambit::properties<ambit::acknowledges<ambit::rules::escape>>;
    text enter();
    void exit();
};

template <class R, class... M>
inline constexpr bool may_return =
    well_formed<decltype(scope(std::declval<M>()...) >> std::declval<R (*)()>())>;

// a reference or a pointer to the type of a stored resource, up to cv
static_assert(!may_return<text&, stores>);
static_assert(!may_return<text const&, stores>);
static_assert(!may_return<text&&, stores>);
static_assert(!may_return<text*, stores>);
static_assert(!may_return<text const*, stores>);
static_assert(!may_return<text const&, stores_const>);
static_assert(!may_return<text&, nothing, stores>);
static_assert(!may_return<text&, stores, nothing>);
// a copy is no escape, and neither is a reference to something else
static_assert(may_return<text, stores>);
static_assert(may_return<std::string&, stores>);
static_assert(may_return<void, stores>);
// types that are no classes are not asked
static_assert(may_return<int&, stores_int>);
static_assert(may_return<int*, stores_int>);
// what a manager lends is not stored by the pipeline
static_assert(may_return<text&, lends>);
static_assert(may_return<text*, lends>);
static_assert(!may_return<text&, lends, stores>);
// unless the stage acknowledges the rule, by itself or by with
static_assert(may_return<text&, knows>);
static_assert(may_return<text const*, knows>);
static_assert(!may_return<text&, knows, stores>);
using acknowledged = decltype(ambit::with<ambit::acknowledges<ambit::rules::escape>>(stores{}));
static_assert(may_return<text&, acknowledged>);
// of a factory's manager, and of the library's own
static_assert(!may_return<text&, decltype([] { return stores{}; })>);
static_assert(!may_return<text&, decltype(ambit::raii([] { return text{}; }))>);
static_assert(!may_return<text&, decltype(ambit::bracket([] { return text{}; }, [] {}))>);

// what value and closing keep is stored where they are: with the pipeline if it holds them by
// value, beside it if it holds them by reference, with facts or without
struct closes {
    void close();
};
using kept = decltype(ambit::value(text{}));
using closed = decltype(ambit::closing(closes{}));
using closed_elsewhere = decltype(ambit::closing(std::declval<closes&>()));
static_assert(!may_return<text&, kept>);
static_assert(!may_return<closes*, closed>);
static_assert(may_return<text&, kept&>);
static_assert(may_return<closes*, closed&>);
static_assert(may_return<closes&, closed_elsewhere>);
static_assert(may_return<closes&, closed_elsewhere&>);
struct fact {};
template <class M>
using more = decltype(ambit::with<fact>(std::declval<M>()));
static_assert(!may_return<text&, more<kept>>);
static_assert(!may_return<closes*, more<closed>>);
static_assert(may_return<text&, more<kept&>>);
static_assert(may_return<text&, more<kept>&>);
static_assert(may_return<closes*, more<closed&>>);
static_assert(may_return<closes*, more<closed>&>);
static_assert(may_return<closes&, more<closed_elsewhere>>);
static_assert(!may_return<text&, kept&, stores>);

}  // namespace
