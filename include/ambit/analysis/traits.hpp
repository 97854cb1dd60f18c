// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_TRAITS_HPP
#define AMBIT_ANALYSIS_TRAITS_HPP

#include <ambit/manager/many_exits.hpp>
#include <ambit/manager/with.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// As std::is_nothrow_destructible_v, at a tenth of the cost to compile.
template <class T>
inline constexpr bool destructs_quietly = noexcept(::std::declval<T&>().~T());
template <class T>
    requires ::std::is_void_v<T>
inline constexpr bool destructs_quietly<T> = true;
template <class T>
inline constexpr bool destructs_quietly<T&> = true;

template <class T>
inline constexpr bool is_fallible = false;
template <class T>
    requires(::std::is_class_v<T> && expected_resource<T>)
inline constexpr bool is_fallible<T> = true;

template <class P>
inline constexpr exit_policy policy_of = exit_policy::keep_first;
template <>
inline constexpr exit_policy policy_of<keep_last> = exit_policy::keep_last;
template <>
inline constexpr exit_policy policy_of<aggregate> = exit_policy::aggregate;
template <>
inline constexpr exit_policy policy_of<terminate> = exit_policy::terminate;

/// The form of a stage that the rest of a synchronous run is called from.
struct surround_form {};
/// The form in which a manager takes part in a synchronous run, if there is one.
template <class M>
using form_of =
    choose_t<surrounding<M>, surround_form, choose_t<sync_manager<M>, sync_form, async_form>>;
/// The form in which it takes part in a run that may be asynchronous.
template <bool Async, class M>
using form_in_run = choose_t<(Async && async_manager<M>), async_form, form_of<M>>;

/// What follows from a manager's type and facts, for the rules and for choosing the lowering.
/// @tparam M the manager (maybe const), with the facts that `with` gave.
template <class M, class Form = form_of<M>>
struct manager_facts {
    using summary = fact_summary<properties_of<M>>;
    using suppressed = typename summary::suppressed;
    using form = Form;
    using exit = exit_of<form, M>;

    static constexpr bool around = false;
    static constexpr bool async_only = ::std::is_same_v<form, async_form>;
    static constexpr bool has_async = async_manager<M>;
    static constexpr exit_policy policy = policy_of<typename summary::on_error>;
    static constexpr bool terminates = policy == exit_policy::terminate;
    static constexpr bool returns_bool = ::std::is_same_v<typename exit::result, bool>;
    static constexpr bool suppresses = summary::suppresses_something;
    static constexpr bool looks_at_outcome = exit::observes;
    static constexpr bool enter_is_noexcept =
        enter_call<form, form_members_t<form, M>>::is_noexcept;
    /// It may fail to enter by value.
    static constexpr bool enter_is_fallible = is_fallible<entered_t<form, M>>;
    /// The call of the exit, and the end of the resource after it, do not throw. Of many exits
    /// some may have a policy of their own.
    static constexpr bool exit_is_noexcept =
        !has_many_exits<M> &&
        (terminates || (exit::is_noexcept && destructs_quietly<entered_t<form, M>>));
};
template <class M>
struct manager_facts<M, surround_form> {
    using summary = fact_summary<properties_of<M>>;
    using suppressed = typename summary::suppressed;
    using form = surround_form;

    static constexpr bool around = true;
    static constexpr bool async_only = false;
    static constexpr bool has_async = false;
    static constexpr exit_policy policy = policy_of<typename summary::on_error>;
    static constexpr bool terminates = policy == exit_policy::terminate;
    static constexpr bool returns_bool = false;
    static constexpr bool suppresses = summary::suppresses_something;
    static constexpr bool looks_at_outcome = true;
    static constexpr bool enter_is_noexcept = false;
    static constexpr bool enter_is_fallible = false;
    static constexpr bool exit_is_noexcept = terminates;
};

}  // namespace detail
AMBIT_END

#endif
