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

/// Some resources of one stage: `resources` lists them, `get<K>()` gives one.
template <class R>
inline constexpr bool resource_pack =
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
/// What a stage whose resource is R offers to those inside, after those outside it.
template <class R>
struct offers_of {
    template <class Outer, ::std::size_t I>
    using after = typename appended<Outer, offered<I, R>>::type;
};
template <>
struct offers_of<void> {
    template <class Outer, ::std::size_t I>
    using after = Outer;
};
template <class R>
    requires resource_pack<R>
struct offers_of<R> {
    template <class Outer, ::std::size_t I>
    using after = typename with_parts<Outer, I, R, typename R::resources>::type;
};

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
    static constexpr bool calls_noexcept = false;
    static constexpr fit how = fit::nothing_fits;
    using manager = missing;
    using resource = missing;
    using made = missing;
    using callable = missing;
};
template <class Callable, fit How, class Resources>
struct unbound_stage : wrong_stage<stage_kind::unbound> {
    static constexpr fit how = How;
    using callable = Callable;
    using resources = Resources;  // of the stages outside it
};
template <class Made>
struct makes_none_stage : wrong_stage<stage_kind::makes_none> {
    using made = Made;
};
template <class Manager, class Made, class Binding>
struct factory_stage {
    static constexpr stage_kind kind = stage_kind::manager;
    static constexpr bool made_by_factory = true;
    static constexpr bool calls_noexcept = Binding::is_noexcept;
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
            return unbound_stage<callee, call::how, Resources>();
        } else {
            using returned = stored_t<typename call::result>;
            using made = typename manager_made<::std::remove_const_t<Source>, returned>::type;
            if constexpr (is_manager<::std::remove_reference_t<made>>) {
                return factory_stage<::std::remove_reference_t<made>, made, call>();
            } else {
                return makes_none_stage<typename call::result>();
            }
        }
    }
}

template <class Layout>
struct resources_of;

/// A stage that is a manager, kept as an object or a reference.
struct kept_stage {
    static constexpr stage_kind kind = stage_kind::manager;
    static constexpr bool made_by_factory = false;
    static constexpr bool calls_noexcept = true;
};
template <class Source, class Kept>
struct manager_stage : kept_stage {
    using manager = Source;
    using resource = resource_t<Source>;
    using kept = Kept;
};

/// How a stage is classified: what a manager is does not depend on the stages outside it.
template <bool IsManager>
struct classify {
    template <class Source, class Kept, class Outer>
    using type = manager_stage<Source, Kept>;
};
template <>
struct classify<false> {
    template <class Source, class Kept, class Outer>
    using type = decltype(detail::classify_factory<Source, Outer::known::value,
                                                   typename resources_of<Outer>::type>());
};

/// A stage with all that is known of it.
/// @tparam S what it is kept as. @tparam Const the chain is used as const.
template <::std::size_t I, class S, bool Const, class Classified>
struct stage_entry {
    using storage = leaf<I, S>;
    /// What the stage was made of: manager or factory, as it is kept.
    using source = typename storage::template source<Const>;
    using classified = Classified;
    using manager = typename Classified::manager;
    using resource = typename Classified::resource;
    static constexpr ::std::size_t index = I;
    static constexpr stage_kind kind = Classified::kind;
};

/// The stages of a chain: managers, those made by factories included, and resources. One type a
/// stage, memoised by prefix like the chain itself.
/// @tparam Const the chain is used as const.
template <class Chain, bool Const = false>
struct layout;
template <bool Const>
struct layout<no_stages, Const> {
    using size = no_stages::size;
    /// Whether all stages are managers.
    using known = ::std::true_type;
};
template <class Prev, class S, bool Const>
struct layout<seq<Prev, S>, Const> {
    using outer = layout<Prev, Const>;
    using source = typename leaf<Prev::size::value, S>::template source<Const>;
    using entry =
        stage_entry<Prev::size::value, S, Const,
                    typename classify<is_manager<source>>::template type<source, S, outer>>;
    using size = typename seq<Prev, S>::size;
    using known = ::std::bool_constant<outer::known::value && entry::kind == stage_kind::manager>;
};

// Lists of all stages of a layout. Eight stages at a time, since a list that gets one more for each
// stage is copied as often as there are stages.

template <class Layout>
struct last_eight {
    using h = Layout;
    using g = typename h::outer;
    using f = typename g::outer;
    using e = typename f::outer;
    using d = typename e::outer;
    using c = typename d::outer;
    using b = typename c::outer;
    using a = typename b::outer;
};
template <class Size>
inline constexpr bool ends_with_eight = Size::value != 0 && Size::value % 8 == 0;

/// The entries of the stages, outermost first.
template <class Layout>
struct entries_of {
    using type = typename appended<typename entries_of<typename Layout::outer>::type,
                                   typename Layout::entry>::type;
};
template <class Layout>
    requires ends_with_eight<typename Layout::size>
struct entries_of<Layout> {
    using last = last_eight<Layout>;
    using type = typename joined<
        typename entries_of<typename last::a::outer>::type,
        list<typename last::a::entry, typename last::b::entry, typename last::c::entry,
             typename last::d::entry, typename last::e::entry, typename last::f::entry,
             typename last::g::entry, typename last::h::entry>>::type;
};
template <bool Const>
struct entries_of<layout<no_stages, Const>> {
    using type = list<>;
};

template <class Outer, class Layout, class Entry = typename Layout::entry>
using with_offer =
    typename offers_of<typename Entry::resource>::template after<Outer, Entry::index>;
/// The resources that they offer.
template <class Layout>
struct resources_of {
    using type = with_offer<typename resources_of<typename Layout::outer>::type, Layout>;
};
template <class Layout>
    requires ends_with_eight<typename Layout::size>
struct resources_of<Layout> {
    using last = last_eight<Layout>;
    using four =
        with_offer<with_offer<with_offer<with_offer<list<>, typename last::a>, typename last::b>,
                              typename last::c>,
                   typename last::d>;
    using eight =
        with_offer<with_offer<with_offer<with_offer<four, typename last::e>, typename last::f>,
                              typename last::g>,
                   typename last::h>;
    using type = typename joined<typename resources_of<typename last::a::outer>::type, eight>::type;
};
template <bool Const>
struct resources_of<layout<no_stages, Const>> {
    using type = list<>;
};

}  // namespace detail
AMBIT_END

#endif
