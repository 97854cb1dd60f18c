// SPDX-License-Identifier: BSL-1.0
// Rules 1.1, 1.4 and 1.7: what is a manager. Every refusal stands beside its converse.
#include <ambit/ambit.hpp>

#include <string>
#include <utility>

namespace {

using ambit::manager;
using ambit::outcome;
using ambit::sync_manager;

// --- 1.1 enter -----------------------------------------------------------------------------------

template <class R>
struct entering {
    R enter();
    void exit();
};
struct abstract {
    virtual ~abstract() = default;
    virtual void f() = 0;
};
struct fixed {
    fixed() = default;
    fixed(fixed const&) = delete;
};
class indestructible {
    ~indestructible();
};
static_assert(sync_manager<entering<void>>);
static_assert(sync_manager<entering<int>>);
static_assert(sync_manager<entering<std::string>>);
static_assert(sync_manager<entering<std::string const>>);
static_assert(sync_manager<entering<fixed>>);
static_assert(sync_manager<entering<int*>>);
static_assert(sync_manager<entering<int&>>);
static_assert(sync_manager<entering<int const&>>);
static_assert(sync_manager<entering<abstract&>>);
static_assert(sync_manager<entering<indestructible&>>);
static_assert(!sync_manager<entering<int&&>>);
static_assert(!sync_manager<entering<fixed&&>>);
static_assert(!manager<entering<int&&>>);

struct no_enter {
    void exit();
};
struct no_exit {
    int enter();
};
struct enter_with_argument {
    int enter(int);
    void exit();
};
struct enter_with_default {
    int enter(int = 0);
    void exit();
};
struct private_enter {
    void exit();

private:
    [[maybe_unused]] int enter();
};
struct neither {};
static_assert(!manager<no_enter>);
static_assert(!manager<no_exit>);
static_assert(!manager<enter_with_argument>);
static_assert(manager<enter_with_default>);
static_assert(!manager<private_enter>);
static_assert(!manager<neither>);
static_assert(!manager<int>);
static_assert(!manager<int*>);

// --- 1.1 exit ------------------------------------------------------------------------------------

struct exits_both {
    int enter();
    void exit(int&, outcome const&);
};
struct exits_resource {
    int enter();
    void exit(int&);
};
struct exits_outcome {
    int enter();
    void exit(outcome const&);
};
struct exits_nothing {
    int enter();
    void exit();
};
static_assert(manager<exits_both> && manager<exits_resource>);
static_assert(manager<exits_outcome> && manager<exits_nothing>);

struct exits_other {
    int enter();
    void exit(std::string&);
};
struct exits_changeable_outcome {
    int enter();
    void exit(outcome&);
};
struct exits_copied_outcome {
    int enter();
    void exit(outcome);
};
struct exits_swapped {
    int enter();
    void exit(outcome const&, int&);
};
struct exits_rvalue {
    int enter();
    void exit(int&&);
};
struct exits_const_as_changeable {
    int const& enter();
    void exit(int&);
};
struct exits_const {
    int const& enter();
    void exit(int const&);
};
struct exits_resource_that_is_not_there {
    void enter();
    void exit(int&);
};
static_assert(!manager<exits_other>);
static_assert(!manager<exits_changeable_outcome>);
static_assert(!manager<exits_copied_outcome>);
static_assert(!manager<exits_swapped>);
static_assert(!manager<exits_rvalue>);
static_assert(!manager<exits_const_as_changeable>);
static_assert(manager<exits_const>);
static_assert(!manager<exits_resource_that_is_not_there>);

template <class R>
struct exit_returns {
    void enter();
    R exit();
};
static_assert(manager<exit_returns<void>>);
static_assert(manager<exit_returns<bool>>);
static_assert(!manager<exit_returns<int>>);
static_assert(!manager<exit_returns<bool&>>);
static_assert(!manager<exit_returns<std::string>>);
static_assert(!manager<exit_returns<void*>>);

/// The first form that can be called counts, also where another would return what it should.
struct first_form_returns_int {
    void enter();
    int exit(outcome const&);
    void exit();
};
struct second_form_returns_int {
    void enter();
    void exit(outcome const&);
    int exit();
};
static_assert(!manager<first_form_returns_int>);
static_assert(manager<second_form_returns_int>);

// --- const managers ------------------------------------------------------------------------------

struct const_manager {
    int enter() const;
    void exit() const;
};
static_assert(manager<const_manager> && manager<const_manager const>);
static_assert(manager<exits_nothing> && !manager<exits_nothing const>);

// --- 1.4 -----------------------------------------------------------------------------------------

struct adapted {};
struct half_adapted {};
struct adapted_for_const {};
/// The traits have the last word: members that would do are not looked at.
struct unadapted_by_traits {
    void enter();
    void exit();
};

}  // namespace

template <>
struct ambit::manager_traits<adapted> {
    static int enter(adapted&);
    static void exit(adapted&, int&);
};
template <>
struct ambit::manager_traits<half_adapted> {
    static int enter(half_adapted&);
};
template <>
struct ambit::manager_traits<adapted_for_const> {
    static void enter(adapted_for_const const&);
    static void exit(adapted_for_const const&);
};
template <>
struct ambit::manager_traits<unadapted_by_traits> {
    static int&& enter(unadapted_by_traits&);
    static void exit(unadapted_by_traits&);
};

namespace {

static_assert(sync_manager<adapted> && manager<adapted>);
static_assert(!manager<adapted const>);
static_assert(!manager<half_adapted>);
static_assert(manager<adapted_for_const> && manager<adapted_for_const const>);
static_assert(!manager<unadapted_by_traits>);

// --- 1.7: the library's own words make managers --------------------------------------------------

static_assert(sync_manager<decltype(ambit::with<ambit::transactional>(exits_nothing{}))>);
static_assert(sync_manager<decltype(ambit::bracket([] { return 1; }, [](int&) {}))>);
static_assert(sync_manager<decltype(ambit::raii([] { return 1; }))>);
static_assert(sync_manager<decltype(ambit::value(1))>);
static_assert(!manager<decltype(ambit::bracket([] { return 1; }, [](std::string&) {}))>);
static_assert(!manager<decltype(ambit::bracket([](int) {}, [] {}))>);
static_assert(!manager<decltype(ambit::closing(1))>);

// --- what well_formed says of them ---------------------------------------------------------------

template <class M>
using alone = decltype(ambit::scope(std::declval<M>()));
static_assert(ambit::well_formed<alone<exits_nothing>>);
static_assert(ambit::well_formed<alone<exits_nothing&>>);
static_assert(ambit::well_formed<alone<const_manager const&>>);
static_assert(ambit::well_formed<alone<adapted>>);
static_assert(!ambit::well_formed<alone<exits_nothing const&>>);
static_assert(!ambit::well_formed<alone<neither>>);
static_assert(!ambit::well_formed<alone<no_enter>>);
static_assert(!ambit::well_formed<alone<no_exit>>);
static_assert(!ambit::well_formed<alone<int>>);
static_assert(!ambit::well_formed<alone<exit_returns<int>>>);
static_assert(!ambit::well_formed<alone<unadapted_by_traits>>);
// in any place
template <class... M>
using several = decltype(ambit::scope(std::declval<M>()...));
static_assert(ambit::well_formed<several<exits_nothing, const_manager, adapted>>);
static_assert(!ambit::well_formed<several<neither, const_manager, adapted>>);
static_assert(!ambit::well_formed<several<exits_nothing, neither, adapted>>);
static_assert(!ambit::well_formed<several<exits_nothing, const_manager, neither>>);

}  // namespace
