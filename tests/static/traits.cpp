// SPDX-License-Identifier: BSL-1.0
// Rules 1.5 and 1.7: resource_t and properties_of.
#include <support/expected.hpp>

#include <memory>
#include <string>
#include <type_traits>

namespace {

using ambit::properties;
using ambit::properties_of;
using ambit::resource_t;

template <class R>
struct entering {
    R enter();
    void exit();
};
template <class R>
inline constexpr bool resource_is_what_enter_returns = std::is_same_v<resource_t<entering<R>>, R>;

static_assert(resource_is_what_enter_returns<void>);
static_assert(resource_is_what_enter_returns<int>);
static_assert(resource_is_what_enter_returns<std::string>);
static_assert(resource_is_what_enter_returns<std::string const>);
static_assert(resource_is_what_enter_returns<std::unique_ptr<int>>);
static_assert(resource_is_what_enter_returns<int*>);
static_assert(resource_is_what_enter_returns<std::string&>);
static_assert(resource_is_what_enter_returns<std::string const&>);

// 8.2: expected-like is unwrapped
static_assert(std::is_same_v<resource_t<entering<test::expected<std::string, int>>>, std::string>);
static_assert(std::is_void_v<resource_t<entering<test::expected<void, int>>>>);

// through with, and of the library's own managers
static_assert(std::is_same_v<
              resource_t<decltype(ambit::with<ambit::transactional>(entering<int&>{}))>, int&>);
static_assert(
    std::is_same_v<resource_t<decltype(ambit::bracket([] { return 1L; }, [](long&) {}))>, long>);
static_assert(std::is_void_v<resource_t<decltype(ambit::bracket([] {}, [] {}))>>);
static_assert(std::is_same_v<resource_t<decltype(ambit::raii([] { return 1L; }))>, long>);
static_assert(std::is_same_v<resource_t<decltype(ambit::value(1L))>, long&>);

// --- properties_of -------------------------------------------------------------------------------

template <class... Fact>
struct stating {
    using properties = ambit::properties<Fact...>;
    void enter();
    void exit();
};
struct users_own {};

static_assert(std::is_same_v<properties_of<entering<int>>, properties<>>);
static_assert(std::is_same_v<properties_of<stating<>>, properties<>>);
static_assert(std::is_same_v<properties_of<stating<users_own, ambit::blocking>>,
                             properties<users_own, ambit::blocking>>);
static_assert(std::is_same_v<properties_of<stating<users_own> const>, properties<users_own>>);

/// Every fact of rule 1.5 may be stated, beside a type of the user's own.
using everything =
    properties<ambit::suppresses<int, std::string>, ambit::suppresses_everything,
               ambit::on_exit_error<ambit::aggregate>, ambit::needs<int, std::string>,
               ambit::transactional, ambit::thread_bound, ambit::blocking, ambit::lock_level<3>,
               ambit::exclusive<users_own>, ambit::single_use,
               ambit::acknowledges<ambit::rules::escape>, users_own>;
struct states_everything {
    using properties = everything;
    void enter();
    void exit();
};
static_assert(std::is_same_v<properties_of<states_everything>, everything>);

// on_exit_error takes one of four policies and nothing else
template <class P>
concept a_policy = requires { typename ambit::on_exit_error<P>; };
static_assert(a_policy<ambit::keep_first> && a_policy<ambit::keep_last>);
static_assert(a_policy<ambit::aggregate> && a_policy<ambit::terminate>);
static_assert(!a_policy<int> && !a_policy<users_own> && !a_policy<ambit::blocking>);

struct adapted {};
struct adapted_without_facts {};

}  // namespace

template <>
struct ambit::manager_traits<adapted> {
    using properties = ambit::properties<users_own>;
    static std::string enter(adapted&);
    static void exit(adapted&);
};
template <>
struct ambit::manager_traits<adapted_without_facts> {
    static void enter(adapted_without_facts&);
    static void exit(adapted_without_facts&);
};

namespace {

static_assert(std::is_same_v<properties_of<adapted>, properties<users_own>>);
static_assert(std::is_same_v<resource_t<adapted>, std::string>);
static_assert(std::is_same_v<properties_of<adapted_without_facts>, properties<>>);
static_assert(std::is_void_v<resource_t<adapted_without_facts>>);

}  // namespace
