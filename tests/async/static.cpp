// SPDX-License-Identifier: BSL-1.0
// What is decided at compile time of pipelines with stages or bodies that are awaited.
#include <support/asynchronous.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::plan;
using ambit::properties;
using ambit::result_t;
using ambit::scope;
using ambit::task;
using ambit::well_formed;
using namespace test;

/// A stage that is awaited, with these facts.
template <class R, class X, class... Fact>
struct stage {
    using properties = ambit::properties<Fact...>;
    task<R> async_enter();
    task<X> async_exit(ambit::outcome const&);
};
template <class R, class... Fact>
using lends = stage<R, void, Fact...>;
/// The same that is called.
template <class R, class... Fact>
struct called {
    using properties = ambit::properties<Fact...>;
    R enter();
    void exit();
};

template <class... M>
using pipeline = decltype(scope(std::declval<M>()...));
template <class F, class... M>
using block = decltype(scope(std::declval<M>()...) >> std::declval<F>());

// --- 9.1 the plan, 7.3 the result ---

constexpr auto plain = [](auto&...) { return 1L; };
constexpr auto awaited = [](auto&...) -> task<long> { co_return 1L; };
constexpr auto awaited_void = [](auto&...) -> task<> { co_return; };
constexpr auto awaited_reference = [](auto&...) -> task<long&> { throw 1; };
using plain_body = decltype(plain);
using awaited_body = decltype(awaited);

static_assert(plan<pipeline<lends<int>>>::is_async);
static_assert(plan<pipeline<called<int>, lends<int>>>::is_async);
static_assert(!plan<pipeline<called<int>>>::is_async);
static_assert(plan<block<awaited_body, called<int>>>::is_async);
static_assert(!plan<block<plain_body, called<int>>>::is_async);
static_assert(plan<pipeline<stage<int, bool, ambit::suppresses<int>>>>::may_suppress);
static_assert(!plan<pipeline<lends<int>>>::may_suppress);

using forgiving = lends<int, ambit::suppresses<int>>;
static_assert(std::is_same_v<result_t<block<plain_body, lends<int>>>, long>);
static_assert(std::is_same_v<result_t<block<awaited_body, lends<int>>>, long>);
static_assert(std::is_same_v<result_t<block<awaited_body, called<int>>>, long>);
static_assert(std::is_same_v<result_t<block<awaited_body, forgiving>>, std::optional<long>>);
static_assert(std::is_same_v<result_t<block<decltype(awaited_void), lends<int>>>, void>);
static_assert(std::is_same_v<result_t<block<decltype(awaited_void), forgiving>>, bool>);
static_assert(std::is_same_v<result_t<block<decltype(awaited_reference), lends<int>>>, long&>);
static_assert(std::is_same_v<result_t<block<decltype(awaited_reference), forgiving>>, long*>);

// --- 5 [ambit.suppression] ---

static_assert(!well_formed<pipeline<stage<int, bool>>>);
static_assert(well_formed<pipeline<stage<int, bool, ambit::suppresses<int>>>>);
static_assert(well_formed<pipeline<stage<int, bool, ambit::suppresses_everything>>>);

// --- [ambit.suspend] ---

using bound = called<int, ambit::thread_bound>;
using blocks = called<int, ambit::blocking>;
static_assert(well_formed<pipeline<bound>> && well_formed<block<plain_body, bound>>);
static_assert(!well_formed<pipeline<bound, lends<int>>>);
static_assert(well_formed<pipeline<lends<int>, bound>>);  // which suspends outside of it
static_assert(well_formed<block<plain_body, lends<int>, bound>>);
static_assert(!well_formed<block<awaited_body, lends<int>, bound>>);
static_assert(!well_formed<block<awaited_body, bound>>);
static_assert(!well_formed<pipeline<lends<int>, blocks>> &&
              !well_formed<pipeline<blocks, lends<int>>>);
static_assert(well_formed<pipeline<blocks>>);
/// What may be awaited instead does not block.
struct both_forms : called<int, ambit::blocking> {
    task<int> async_enter();
    task<> async_exit();
};
static_assert(well_formed<pipeline<lends<int>, both_forms>>);
static_assert(well_formed<block<awaited_body, both_forms>>);

// --- [ambit.needs], [ambit.body] ---

struct connection {};
using session = lends<int, ambit::needs<connection>>;
static_assert(well_formed<pipeline<lends<connection>, session>>);
static_assert(well_formed<pipeline<called<connection>, session>>);
static_assert(!well_formed<pipeline<session, lends<connection>>>);

constexpr auto wants_both = [](connection&, int&) -> task<> { co_return; };
static_assert(well_formed<block<decltype(wants_both), lends<int>, lends<connection>>>);
static_assert(!well_formed<block<decltype(wants_both), lends<int>>>);
constexpr auto factory = [](connection&) -> lends<int> { return {}; };
static_assert(well_formed<pipeline<lends<connection>, decltype(factory)>>);
static_assert(!well_formed<pipeline<lends<int>, decltype(factory)>>);

// --- [ambit.hidden_failure], [ambit.lock_order], [ambit.exclusive] ---

using transaction = lends<void, ambit::transactional>;
static_assert(!well_formed<pipeline<transaction, forgiving>>);
static_assert(well_formed<pipeline<forgiving, transaction>>);
template <int N>
using lock = lends<void, ambit::lock_level<N>>;
static_assert(well_formed<pipeline<lock<1>, lock<2>>> && !well_formed<pipeline<lock<2>, lock<1>>>);
using only = lends<void, ambit::exclusive<connection>>;
static_assert(!well_formed<pipeline<only, only>>);

// --- 7.4 [ambit.escape], 8.2 [ambit.error], 7.1 [ambit.result] ---

constexpr auto leaks = [](connection& c) -> connection& { return c; };
constexpr auto leaks_later = [](connection& c) -> task<connection&> { co_return c; };
static_assert(!well_formed<block<decltype(leaks), lends<connection>>>);
static_assert(!well_formed<block<decltype(leaks_later), lends<connection>>>);
static_assert(!well_formed<block<decltype(leaks_later), called<connection>>>);
static_assert(well_formed<block<decltype(leaks_later), lends<connection&>>>);

using opens = lends<expected<int, error>>;
constexpr auto cannot_tell = [](int&) -> task<int> { co_return 1; };
constexpr auto can_tell = [](int&) -> task<expected<int, error>> { co_return 1; };
static_assert(!well_formed<block<decltype(cannot_tell), opens>>);
static_assert(well_formed<block<decltype(can_tell), opens>>);

struct immovable {
    immovable();
    immovable(immovable const&) = delete;
};
/// Yields what cannot be moved into the result.
struct yields_immovable {
    bool await_ready() const;
    void await_suspend(std::coroutine_handle<>) const;
    immovable await_resume() const;
};
constexpr auto immovable_body = [](auto&...) { return yields_immovable(); };
static_assert(!well_formed<block<decltype(immovable_body), lends<int>>>);

// --- 1.7 the traits ---

static_assert(std::is_same_v<ambit::resource_t<lends<std::string>>, std::string>);
static_assert(std::is_same_v<ambit::resource_t<opens>, int>);
static_assert(std::is_same_v<ambit::properties_of<session>, properties<ambit::needs<connection>>>);

}  // namespace
