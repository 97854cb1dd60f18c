// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_PLAN_HPP
#define AMBIT_ANALYSIS_PLAN_HPP

#include <ambit/analysis/judge.hpp>
#include <ambit/analysis/plan_text.hpp>

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class E, class Facts = manager_facts<typename E::manager>>
inline constexpr bool entry_is_noexcept =
    E::classified::calls_noexcept && Facts::enter_is_noexcept && Facts::exit_is_noexcept;

template <class Subject, class Entries, class Stages>
struct plan_of;
template <class Subject, class... E, class... S>
struct plan_of<Subject, list<E...>, list<S...>> {
    static constexpr ::std::size_t size = sizeof...(S);
    static constexpr bool is_async = (facts_in<S>::async_only || ...) ||
                                     (Subject::has_body && awaitable<typename Subject::returned>);
    static constexpr bool may_suppress = (facts_in<S>::suppresses || ...);
    static constexpr bool is_nothrow = (entry_is_noexcept<E> && ...) && Subject::body_call::fits &&
                                       Subject::body_call::is_noexcept;
};

template <::std::size_t I, class T>
struct indexed_type {
    using type = T;
};
/// The managers' types in both orders, as Hana has them.
template <class Stages>
struct plan_orders;
template <class... S>
struct plan_orders<list<S...>> {
    struct indexed : indexed_type<S::index, typename S::manager_type>... {};
    template <::std::size_t I, class T>
    static indexed_type<I, T> at(indexed_type<I, T> const*);
    template <::std::size_t... I>
    static constexpr auto reversed(::std::index_sequence<I...>) {
        return ::boost::hana::tuple_t<typename decltype(at<sizeof...(S) - 1 - I>(
            static_cast<indexed const*>(nullptr)))::type...>;
    }
    static constexpr auto acquisition = ::boost::hana::tuple_t<typename S::manager_type...>;
    static constexpr auto teardown = reversed(::std::make_index_sequence<sizeof...(S)>());
};

}  // namespace detail

/// @brief What is known statically of a pipeline or block P, well-formed or not.
template <class P>
struct plan {
private:
    using subject = detail::subject_of<::std::remove_cvref_t<P>>;
    using facts = detail::plan_of<subject, typename subject::entries, typename subject::stages>;
    using orders = detail::plan_orders<typename subject::stages>;

public:
    /// @brief The number of stages.
    static constexpr ::std::size_t size = facts::size;
    /// @brief Some stage can be entered asynchronously only, or the body returns an awaitable.
    static constexpr bool is_async = facts::is_async;
    /// @brief Some stage may suppress a failure: the result is an optional (rule 7.2).
    static constexpr bool may_suppress = facts::may_suppress;
    /// @brief No factory, enter, exit nor the body throws.
    static constexpr bool is_nothrow = facts::is_nothrow;
    /// @brief `hana::tuple_t` of the managers' types, outermost first.
    static constexpr auto acquisition_order = orders::acquisition;
    /// @brief The same in the order of teardown.
    static constexpr auto teardown_order = orders::teardown;

    /// @brief One line a stage: index, type, policy, facts. Requires: `<string_view>` is included.
    template <class View = detail::string_view>
    [[nodiscard]] static constexpr View text() noexcept {
        return View(detail::plan_text<typename subject::stages>.data(),
                    detail::plan_text<typename subject::stages>.size());
    }
};

AMBIT_END

#endif
