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
template <class M, bool Surrounding = surrounding<M>, bool Sync = manager_in_form<sync_form, M>>
struct form_of {
    using type = async_form;
};
template <class M>
struct form_of<M, false, true> {
    using type = sync_form;
};
template <class M, bool Sync>
struct form_of<M, true, Sync> {
    using type = surround_form;
};
/// The form in which it takes part in a run that may be asynchronous.
template <bool Async, class M>
using form_in_run = choose_t<(Async && is_async_manager<M>), async_form, typename form_of<M>::type>;

/// What follows from how a manager enters and exits and what it states, for the rules and for
/// choosing the lowering: one type for all managers that are alike.
template <class Form, class Summary, class Enter, class Exit, bool HasAsync, bool ManyExits>
struct facts_alike {
    using alike = facts_alike;
    using summary = Summary;
    using suppressed = typename summary::suppressed;
    using form = Form;
    using exit = Exit;

    static constexpr bool around = false;
    static constexpr bool async_only = ::std::is_same_v<form, async_form>;
    static constexpr bool has_async = HasAsync;
    static constexpr exit_policy policy = policy_of<typename summary::on_error>;
    static constexpr bool terminates = policy == exit_policy::terminate;
    static constexpr bool returns_bool = ::std::is_same_v<typename exit::result, bool>;
    static constexpr bool suppresses = summary::suppresses_something;
    static constexpr bool looks_at_outcome = exit::observes;
    static constexpr bool enter_is_noexcept = Enter::is_noexcept;
    /// It may fail to enter by value.
    static constexpr bool enter_is_fallible = is_fallible<typename Enter::result>;
    static constexpr bool many_exits = ManyExits;
    /// The call of the exit, and the end of the resource after it, do not throw. Of many exits
    /// some may have a policy of their own.
    static constexpr bool exit_is_noexcept =
        !many_exits &&
        (terminates || (exit::is_noexcept && destructs_quietly<typename Enter::result>));
};
/// @tparam M the manager (maybe const), with the facts that `with` gave.
template <class M, class Form = typename form_of<M>::type>
struct manager_facts
    : facts_alike<Form, fact_summary<properties_of<M>>, typename protocol<Form, M>::enter,
                  exit_of<Form, M>, is_async_manager<M>, has_many_exits<M>> {};
template <class M>
struct manager_facts<M, surround_form> {
    using alike = manager_facts;
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
    static constexpr bool many_exits = false;
    static constexpr bool exit_is_noexcept = terminates;
};

}  // namespace detail
AMBIT_END

#endif
