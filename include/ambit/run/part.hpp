// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_PART_HPP
#define AMBIT_RUN_PART_HPP

#include <ambit/manager/many_exits.hpp>
#include <ambit/run/resources.hpp>
#include <ambit/run/slot.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// The slot of a stage.
template <class Classified, bool Made = Classified::made_by_factory>
struct slot_of {
    using type = slot_of_manager<typename Classified::manager>;
    static constexpr bool ends_quietly = true;
};
template <class Classified>
struct slot_of<Classified, true> {
    using type = made_slot<typename Classified::made>;
    static constexpr bool ends_quietly = destructs_quietly<typename Classified::made>;
};

/// What follows from a stage for how it is run: one type for all that are alike.
/// @tparam AwaitsMany it has many exits that are awaited. @tparam EndsQuietly see `slot_of`.
template <class Facts, bool Made, bool AwaitsMany, bool EndsQuietly>
struct parts_alike {
    static constexpr bool made = Made;
    static constexpr bool around = Facts::around;
    /// Entering and exiting it is awaited.
    static constexpr bool awaits = Facts::async_only;
    /// It has many exits, whose failures are the run's own.
    static constexpr bool many_exits = Facts::many_exits || AwaitsMany;
    /// Neither its exit throws, nor the end of what it entered with.
    static constexpr bool quiet =
        !many_exits && (Made ? Facts::terminates || (Facts::exit_is_noexcept && EndsQuietly)
                             : Facts::exit_is_noexcept);
    /// A destructor can do what its exit does.
    static constexpr bool is_guard =
        !around && quiet && !Facts::looks_at_outcome && !Facts::suppresses;
    /// It may fail to enter by value.
    static constexpr bool fallible = Facts::enter_is_fallible;
};
template <class E, class Facts>
using part_alike = parts_alike<typename Facts::alike, E::classified::made_by_factory,
                               awaits_many_exits<typename E::manager>,
                               slot_of<typename E::classified>::ends_quietly>;

/// How one stage takes part in a run.
/// @tparam E its entry in the layout.
/// @tparam Async the run may be asynchronous: a manager that has both forms takes part in that.
template <class E, bool Async = false>
struct part
    : part_alike<E, manager_facts<typename E::manager, form_in_run<Async, typename E::manager>>> {
    using entry = E;
    using manager = typename E::manager;
    using form = form_in_run<Async, manager>;
    using facts = manager_facts<manager, form>;
    using members = members_t<manager>;
    using offer = offered<E::index, typename E::resource>;
    using slot_type = typename slot_of<typename E::classified>::type;
    static constexpr ::std::size_t index = E::index;

    /// Where the stage is kept in the pipeline.
    template <class Stages>
    using storage_in =
        choose_t<::std::is_const_v<Stages>, typename E::storage const, typename E::storage>;
    /// The stage as it is kept in the pipeline: a manager or a factory.
    template <class Stages>
    [[nodiscard]] AMBIT_ALWAYS_INLINE static constexpr typename E::source& source_in(
        Stages& stages) noexcept {
        return static_cast<storage_in<Stages>&>(stages).stage;
    }
};

// The entry of one stage out of a list. Finding the base class that has an index takes as long as
// there are stages; clang can do better.
template <::std::size_t I, class E>
struct indexed_entry {};
template <::std::size_t I, class E>
E entry_at(indexed_entry<I, E> const*);
#if defined(__clang__)
template <class... E>
struct entries {
    template <::std::size_t I>
    using at = __type_pack_element<I, E...>;
};
#else
template <class... E>
struct entries : indexed_entry<E::index, E>... {
    template <::std::size_t I>
    using at = decltype(detail::entry_at<I>(static_cast<entries const*>(nullptr)));
};
#endif

/// What follows from the list of stages for how they are run.
template <class Entries, bool Async = false>
struct parts;
template <class... E, bool Async>
struct parts<list<E...>, Async> : entries<E...> {
    static constexpr bool has_around = (part<E, Async>::around || ...);
    static constexpr bool many_exits = (part<E, Async>::many_exits || ...);
    /// How many stages, from the outermost, are guards: they need no handler.
    static constexpr ::std::size_t guards = [] {
        ::std::size_t n = 0;
        bool all = true;
        ((all = all && !Async && part<E, Async>::is_guard, n += all ? 1U : 0U), ...);
        return n;
    }();
    /// A stage inside the handler may fail to enter by value.
    static constexpr bool fallible = ((E::index >= guards && part<E, Async>::fallible) || ...);
    /// How many failures can be set aside in one run: one for each exit that may throw.
    static constexpr ::std::size_t set_aside_capacity =
        ((part<E, Async>::quiet ? 0U : 1U) + ... + 0U);

    /// How many stages from First on are guards that are kept in the pipeline and enter or throw.
    [[nodiscard]] static constexpr ::std::size_t simple_guards(::std::size_t first) noexcept {
        bool const simple[] = {(part<E, Async>::is_guard && !part<E, Async>::fallible &&
                                !part<E, Async>::made)...,
                               false};
        ::std::size_t last = first;
        while (simple[last]) {
            ++last;
        }
        return last - first;
    }
    /// The first stage from First on that surrounds the rest, or the number of stages.
    [[nodiscard]] static constexpr ::std::size_t segment_end(::std::size_t first) noexcept {
        bool const around[] = {part<E, Async>::around..., true};
        while (!around[first]) {
            ++first;
        }
        return first;
    }
    /// The policies of those.
    static constexpr policy_set policies =
        many_exits
            ? any_policy
            : ((part<E, Async>::quiet ? 0U : one_policy(part<E, Async>::facts::policy)) | ... | 0U);
    [[nodiscard]] static constexpr exit_policy policy(::std::size_t i) noexcept {
        exit_policy const policies[] = {part<E, Async>::facts::policy..., exit_policy::keep_first};
        return policies[i];
    }
    /// How many stages are awaited.
    static constexpr ::std::size_t awaited = ((part<E, Async>::awaits ? 1U : 0U) + ... + 0U);
    /// The indices of those.
    struct indices {
        ::std::size_t at[sizeof...(E) + 1] = {};
    };
    static constexpr indices awaited_at = [] {
        indices all;
        ::std::size_t n = 0;
        ((part<E, Async>::awaits ? void(all.at[n++] = E::index) : void()), ...);
        return all;
    }();
    /// The stages whose resource the body, which takes those in the list, or a factory takes.
    template <class TakenByBody>
    [[nodiscard]] static constexpr auto taken() noexcept {
        index_set<sizeof...(E)> set;
        set.add(TakenByBody());
        (set.add(typename taken_by_stage<E::classified::made_by_factory>::template type<
                 typename E::classified>()),
         ...);
        return set;
    }
};

}  // namespace detail
AMBIT_END

#endif
