// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_LAYOUT_HPP
#define AMBIT_PIPELINE_LAYOUT_HPP

#include <ambit/pipeline/binding.hpp>
#include <ambit/pipeline/chain.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

enum class stage_kind : unsigned char {
    manager,      ///< the stage is one, or a factory that makes one
    no_manager,   ///< neither manager nor factory
    makes_none,   ///< a factory that is called and returns no manager
    unbound,      ///< a factory whose parameters fit no outer resources
    unknown,      ///< a factory inside a stage that is wrong
    cannot_move,  ///< an rvalue that cannot be moved in
};

template <class List, class T>
struct appended;
template <class... L, class T>
struct appended<list<L...>, T> {
    using type = list<L..., T>;
};

template <class Resources, ::std::size_t I, class R>
struct with_resource {
    using type = typename appended<Resources, offered<I, R>>::type;
};
template <class Resources, ::std::size_t I>
struct with_resource<Resources, I, void> {
    using type = Resources;
};

/// Some resources of one stage: `resources` lists them, `get<K>()` gives one.
template <class R>
concept resource_pack =
    requires { typename R::resources; } && requires { typename R::is_resource_pack; };
/// The K-th of the resources of stage I, a Pack.
template <::std::size_t I, class Pack, ::std::size_t K, class R>
struct offered_part : offered<I, R, I + (K << 16U)> {
    using pack = Pack;
    static constexpr ::std::size_t part = K;
};
template <class Resources, ::std::size_t I, class Pack, class List, ::std::size_t K = 0>
struct with_parts {
    using type = Resources;
};
template <class Resources, ::std::size_t I, class Pack, class R, class... More, ::std::size_t K>
struct with_parts<Resources, I, Pack, list<R, More...>, K>
    : with_parts<typename appended<Resources, offered_part<I, Pack, K, R>>::type, I, Pack,
                 list<More...>, K + 1> {};
template <class... O, ::std::size_t I, class Pack, class... More, ::std::size_t K>
struct with_parts<list<O...>, I, Pack, list<void, More...>, K>
    : with_parts<list<O...>, I, Pack, list<More...>, K + 1> {};
template <class Resources, ::std::size_t I, class R>
    requires resource_pack<R>
struct with_resource<Resources, I, R> : with_parts<Resources, I, R, typename R::resources> {};

/// The manager that a factory's product is, with the facts that `with` gave the factory.
template <class Factory, class Made>
struct manager_made {
    using type = Made;
};
template <class F, class... Fact, class Made>
struct manager_made<with_facts<F, Fact...>, Made> {
    using type = with_facts<typename manager_made<::std::remove_cvref_t<F>, Made>::type, Fact...>;
};

/// Constructs a Made in place from what `call()` returns.
template <class Made>
struct made_from {
    template <class Call>
    AMBIT_ALWAYS_INLINE static constexpr Made make(Call&& call) {
        return call();
    }
};
template <class M, class... Fact>
struct made_from<with_facts<M, Fact...>> {
    template <class Call>
    AMBIT_ALWAYS_INLINE static constexpr with_facts<M, Fact...> make(Call&& call) {
        return with_facts<M, Fact...>(in_place, [&]() -> M { return made_from<M>::make(call); });
    }
};

// What kind of stage a Source is, given the resources outside it.

template <stage_kind Kind>
struct wrong_stage {
    static constexpr stage_kind kind = Kind;
    static constexpr bool made_by_factory = false;
    static constexpr fit how = fit::nothing_fits;
    using manager = missing;
    using resource = missing;
    using made = missing;
    using callable = missing;
};
template <class Callable, fit How>
struct unbound_stage : wrong_stage<stage_kind::unbound> {
    static constexpr fit how = How;
    using callable = Callable;
};
template <class Made>
struct makes_none_stage : wrong_stage<stage_kind::makes_none> {
    using made = Made;
};
template <class Manager, class Kept>
struct manager_stage {
    static constexpr stage_kind kind = stage_kind::manager;
    static constexpr bool made_by_factory = false;
    using manager = Manager;
    using resource = resource_t<Manager>;
    using kept = Kept;  // an object, or a reference to one
};
template <class Manager, class Made, class Binding>
struct factory_stage {
    static constexpr stage_kind kind = stage_kind::manager;
    static constexpr bool made_by_factory = true;
    using manager = Manager;
    using resource = resource_t<Manager>;
    using made = Made;  // an object, or a reference to one
    using kept = Made;
    using binding = Binding;
};

template <class T>
inline constexpr bool is_immovable = false;
template <class T>
inline constexpr bool is_immovable<immovable_stage<T>> = true;

/// F, of which it cannot be told whether it is a callable, takes the resources or nothing.
template <class F, class... O>
[[nodiscard]] consteval bool takes_some(list<O...>) {
    return ::std::is_invocable_v<F&, typename O::resource&...> || ::std::is_invocable_v<F&>;
}

template <class Source, bool OuterKnown, class Resources>
[[nodiscard]] consteval auto classify_factory() {
    using callee =
        ::std::remove_reference_t<decltype(detail::bare_reference(::std::declval<Source&>()))>;
    if constexpr (is_immovable<::std::remove_const_t<Source>>) {
        return wrong_stage<stage_kind::cannot_move>();
    } else if constexpr (!callable<callee> && !takes_some<callee>(Resources())) {
        return wrong_stage<stage_kind::no_manager>();
    } else if constexpr (!OuterKnown) {
        return wrong_stage<stage_kind::unknown>();
    } else {
        using call = binding<callee, Resources>;
        if constexpr (!call::fits) {
            return unbound_stage<callee, call::how>();
        } else {
            using returned = stored_t<typename call::result>;
            using made = typename manager_made<::std::remove_const_t<Source>, returned>::type;
            if constexpr (::ambit::manager<::std::remove_reference_t<made>>) {
                return factory_stage<::std::remove_reference_t<made>, made, call>();
            } else {
                return makes_none_stage<typename call::result>();
            }
        }
    }
}

template <class Source, class Kept, class Outer>
struct classify {
    using type =
        decltype(detail::classify_factory<Source, Outer::known, typename Outer::resources>());
};
template <class Source, class Kept, class Outer>
    requires ::ambit::manager<Source>
struct classify<Source, Kept, Outer> {
    using type = manager_stage<Source, Kept>;
};

/// The stages of a chain with all that is known of them: managers, those made by factories
/// included, and resources. One type a stage, memoised by prefix like the chain itself.
/// @tparam Const the chain is used as const.
template <class Chain, bool Const = false>
struct layout;
template <bool Const>
struct layout<no_stages, Const> {
    static constexpr ::std::size_t size = 0;
    static constexpr bool known = true;
    using resources = list<>;
    using entries = list<>;
};
template <class Prev, class S, bool Const>
struct layout<seq<Prev, S>, Const> {
    using outer = layout<Prev, Const>;
    using storage = leaf<Prev::size, S>;
    /// What the stage was made of: manager or factory, as it is kept.
    using source = choose_t<::std::is_reference_v<S>, ::std::remove_reference_t<S>,
                            choose_t<Const, S const, S>>;
    static constexpr ::std::size_t index = Prev::size;
    static constexpr ::std::size_t size = index + 1;

    using classified = typename detail::classify<source, S, outer>::type;
    static constexpr stage_kind kind = classified::kind;
    static constexpr bool known = outer::known && kind == stage_kind::manager;
    using manager = typename classified::manager;
    using resource = typename classified::resource;

    using resources = typename with_resource<typename outer::resources, index, resource>::type;
    using entries = typename appended<typename outer::entries, layout>::type;
};

}  // namespace detail
AMBIT_END

#endif
