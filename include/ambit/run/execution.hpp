// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_EXECUTION_HPP
#define AMBIT_RUN_EXECUTION_HPP

#include <ambit/run/result.hpp>
#include <ambit/run/slot.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// How one stage takes part in a run.
template <class E>
struct part {
    using facts = manager_facts<typename E::manager>;
    static constexpr bool around = facts::around;
    static constexpr bool quiet = [] {
        if constexpr (around) {
            return false;
        } else {
            return facts::terminates ||
                   (facts::exit_is_noexcept && ::std::is_nothrow_destructible_v<slot<E>>);
        }
    }();
    /// A destructor can do what its exit does.
    static constexpr bool is_guard =
        !around && quiet && !facts::looks_at_outcome && !facts::suppresses;
    static constexpr bool fallible = [] {
        if constexpr (around) {
            return false;
        } else {
            return slot<E>::fallible;
        }
    }();
};

template <::std::size_t I, class E>
struct indexed_entry {};
template <class Entries>
struct entry_table;
template <class... E>
struct entry_table<list<E...>> : indexed_entry<E::index, E>... {};
template <::std::size_t I, class E>
E entry_at(indexed_entry<I, E> const*);

/// One run of a block: what it needs, and how it is lowered.
template <class Subject, class Stages, class Entries = typename Subject::entries>
struct execution;
template <class Subject, class Stages, class... E>
struct execution<Subject, Stages, list<E...>> {
    using subject = Subject;
    using layout = typename Subject::layout;
    using body_type = typename Subject::body;
    using call = typename Subject::body_call;
    using body_result = typename Subject::result;
    using result = result_of<Subject>;
    using stages_type = Stages;

    static constexpr ::std::size_t size = sizeof...(E);
    template <::std::size_t I>
    using entry = decltype(detail::entry_at<I>(static_cast<entry_table<list<E...>> const*>(nullptr)));

    static constexpr bool may_suppress = can_suppress<Subject>;
    static constexpr bool has_around = (part<E>::around || ...);
    /// How many stages, from the outermost, are guards: they need no handler.
    static constexpr ::std::size_t guards = [] {
        ::std::size_t n = 0;
        bool all = true;
        ((all = all && part<E>::is_guard, n += all ? 1U : 0U), ...);
        return n;
    }();
    /// A failure inside the handler may be a value.
    static constexpr bool fails_by_value =
        expected_like<body_result> || ((E::index >= guards && part<E>::fallible) || ...);
    /// The body's result goes straight to the caller: nobody can take its place.
    static constexpr bool direct = !may_suppress && !has_around && !fails_by_value;
    /// How many failures can be set aside in one run: one for each exit that may throw.
    static constexpr ::std::size_t set_aside_capacity = ((part<E>::quiet ? 0U : 1U) + ... + 0U);

    /// The first stage from I on that surrounds the rest, or the number of stages.
    [[nodiscard]] static constexpr ::std::size_t segment_end(::std::size_t first) noexcept {
        bool const around[] = {part<E>::around..., true};
        while (!around[first]) {
            ++first;
        }
        return first;
    }
    [[nodiscard]] static constexpr exit_policy policy(::std::size_t i) noexcept {
        exit_policy const policies[] = {part<E>::facts::policy..., exit_policy::keep_first};
        return policies[i];
    }

    Stages& stages;
    body_type& body;
    resource_table<typename layout::resources> resources{};

    AMBIT_ALWAYS_INLINE constexpr body_result call_body() {
        return call::call(body, resources);
    }
};

}  // namespace detail
AMBIT_END

#endif
