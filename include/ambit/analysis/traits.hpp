// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_TRAITS_HPP
#define AMBIT_ANALYSIS_TRAITS_HPP

#include <ambit/manager/with.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// As std::is_nothrow_destructible_v, at a tenth of the cost to compile.
template <class T>
inline constexpr bool destructs_quietly = [] {
    if constexpr (::std::is_void_v<T>) {
        return true;
    } else {
        return noexcept(::std::declval<T&>().~T());
    }
}();
template <class T>
inline constexpr bool destructs_quietly<T&> = true;

/// What follows from a manager's type and facts, for the rules and for choosing the lowering.
/// @tparam M the manager (maybe const), with the facts that `with` gave.
template <class M>
struct manager_facts {
    using summary = fact_summary<properties_of<M>>;
    using on_error = typename summary::on_error;
    using suppressed = typename summary::suppressed;

    static constexpr bool around = surrounding<M>;
    static constexpr bool async_only = !sync_manager<M>;
    static constexpr bool has_async = async_manager<M>;
    using form = ::std::conditional_t<async_only, async_form, sync_form>;

    static constexpr auto exit_of_form() {
        if constexpr (around) {
            return exit_call<sync_form, M, missing>();
        } else {
            return exit_of<form, M>();
        }
    }
    using exit = decltype(exit_of_form());
    using resource = resource_t<M>;

    static constexpr bool returns_bool = ::std::is_same_v<typename exit::result, bool>;
    static constexpr bool suppresses = summary::suppresses_something;
    static constexpr bool looks_at_outcome = exit::observes || around;
    static constexpr exit_policy policy =
        ::std::is_same_v<on_error, keep_last>   ? exit_policy::keep_last
        : ::std::is_same_v<on_error, aggregate> ? exit_policy::aggregate
        : ::std::is_same_v<on_error, terminate> ? exit_policy::terminate
                                                : exit_policy::keep_first;
    static constexpr bool terminates = ::std::is_same_v<on_error, terminate>;

    static constexpr bool enter_is_noexcept = [] {
        if constexpr (around) {
            return false;
        } else {
            return noexcept(form::enter(::std::declval<members_t<M>>()));
        }
    }();
    /// The call of the exit, and the end of the resource after it, do not throw.
    static constexpr bool exit_is_noexcept = [] {
        if constexpr (around) {
            return terminates;
        } else {
            return terminates || (exit::is_noexcept && destructs_quietly<entered_t<form, M>>);
        }
    }();
};

}  // namespace detail
AMBIT_END

#endif
