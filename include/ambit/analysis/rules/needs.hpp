// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_NEEDS_HPP
#define AMBIT_ANALYSIS_RULES_NEEDS_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace detail {

template <class F>
struct needed {
    using type = list<>;
};
template <class... R>
struct needed<needs<R...>> {
    using type = list<R...>;
};
template <class F>
inline constexpr bool is_need = false;
template <class... R>
inline constexpr bool is_need<needs<R...>> = true;
template <class Properties>
inline constexpr bool needs_something = false;
template <class... F>
inline constexpr bool needs_something<properties<F...>> = (is_need<F> || ...);

template <class Properties>
struct all_needed;
template <class... F>
struct all_needed<properties<F...>> {
    template <class Done, class... L>
    struct join {
        using type = Done;
    };
    template <class... A, class... B, class... More>
    struct join<list<A...>, list<B...>, More...> : join<list<A..., B...>, More...> {};
    using type = typename join<list<>, typename needed<F>::type...>::type;
};
template <class S>
using needed_by = typename all_needed<typename S::properties>::type;

}  // namespace detail

namespace rules {

/// @brief [ambit.needs] What a stage `needs<R...>` is the resource of a stage outside it.
struct needs : detail::stage_rule<needs> {
    static constexpr char const* code = "ambit.needs";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge([[maybe_unused]] detail::list<S...> all) {
        if constexpr ((detail::needs_something<typename S::properties> || ...)) {
            return detail::first_of<!satisfied<S>(detail::needed_by<S>(), all)...>(
                "put a stage with the resource it needs outside it");
        } else {
            return pass;
        }
    }
    template <class... S>
    static constexpr void explain(detail::message& m, [[maybe_unused]] detail::list<S...> all) {
        bool first = true;
        (explain_stage<S>(m, first, detail::needed_by<S>(), all), ...);
    }

private:
    template <class R, class Resource>
    struct is_it {
        static constexpr bool value =
            ::std::is_same_v<::std::remove_cvref_t<Resource>, ::std::remove_cvref_t<R>>;
    };
    template <class R, class Resource>
        requires detail::resource_pack<Resource>
    struct is_it<R, Resource> {
        template <class... Part>
        static consteval bool among(detail::list<Part...>) {
            return (is_it<R, Part>::value || ...);
        }
        static constexpr bool value = among(typename Resource::resources());
    };
    template <class R, class S>
    static constexpr bool has = is_it<R, typename S::resource_type>::value;
    /// What a stage that could not be determined has is not known: it may be that.
    template <class R, class S>
    static constexpr bool may_have = has<R, S> || !detail::is_determined<S>;

    template <class S, class R, class... All>
    static consteval bool provided() {
        return ((All::index < S::index && may_have<R, All>) || ...);
    }
    template <class S, class... R, class... All>
    static consteval bool satisfied(detail::list<R...>, detail::list<All...>) {
        return (provided<S, R, All...>() && ...);
    }
    template <class S, class... R, class... All>
    static constexpr void explain_stage(detail::message& m, bool& first, detail::list<R...>,
                                        [[maybe_unused]] detail::list<All...> all) {
        (explain_one<S, R>(m, first, all), ...);
    }
    template <class S, class R, class... All>
    static constexpr void explain_one(detail::message& m, bool& first, detail::list<All...>) {
        if constexpr (!provided<S, R, All...>()) {
            detail::name_stage<S>(detail::next_clause(m, first)) << " needs ";
            m.quoted<R>() << ", which no stage outside it has";
            bool inside = false;
            ((!inside && All::index > S::index && has<R, All>
                  ? void((inside = true, detail::name_stage<All>(m << ": ")
                                             << " has it, but comes later: move it outwards"))
                  : void()),
             ...);
            if (!inside) {
                m << ", nor any later one: put a manager whose resource is ";
                m.quoted<R>() << " outside it";
            }
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
