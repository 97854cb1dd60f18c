// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_LOCK_ORDER_HPP
#define AMBIT_ANALYSIS_RULES_LOCK_ORDER_HPP

#include <ambit/analysis/rules/stage_rule.hpp>

AMBIT_BEGIN
namespace detail {

struct level {
    bool stated = false;
    int number = 0;
};
template <class F>
inline constexpr level level_in{};
template <int N>
inline constexpr level level_in<lock_level<N>>{true, N};

template <class Properties>
inline constexpr level stated_level{};
template <class... F>
inline constexpr level stated_level<properties<F...>> = [] {
    level last;
    ((level_in<F>.stated ? void(last = level_in<F>) : void()), ...);
    return last;
}();

constexpr message& write_int(message& m, int n) noexcept {
    if (n < 0) {
        m << "-";
    }
    auto const magnitude = static_cast<long long>(n) < 0 ? -static_cast<long long>(n) : n;
    return m << static_cast<::std::size_t>(magnitude);
}

}  // namespace detail

namespace rules {

/// @brief [ambit.lock_order] Lock levels strictly increase inwards.
struct lock_order : detail::stage_rule<lock_order> {
    static constexpr char const* code = "ambit.lock_order";

    template <class... S>
    [[nodiscard]] static consteval detail::verdict judge(detail::list<S...>) {
        detail::level const levels[] = {detail::stated_level<typename S::properties>..., {}};
        detail::level outer;
        for (::std::size_t i = 0; i != sizeof...(S); ++i) {
            if (too_low(levels[i], outer)) {
                return fail(i, mend);
            }
            raise(levels[i], outer);
        }
        return pass;
    }
    template <class... S>
    static constexpr void explain(detail::message& m, [[maybe_unused]] detail::list<S...> all) {
        bool first = true;
        detail::level outer;
        ((too_low(of<S>, outer) ? explain_one<S>(m, first, outer, all) : void(),
          raise(of<S>, outer)),
         ...);
        m << ": " << mend;
    }

private:
    static constexpr char const* mend =
        "acquire locks in the order of their levels, lowest outside";

    template <class S>
    static constexpr detail::level of = detail::stated_level<typename S::properties>;
    static constexpr bool too_low(detail::level inner, detail::level outer) noexcept {
        return inner.stated && outer.stated && inner.number <= outer.number;
    }
    static constexpr void raise(detail::level inner, detail::level& outer) noexcept {
        if (inner.stated && (!outer.stated || inner.number > outer.number)) {
            outer = inner;
        }
    }
    template <class S, class... All>
    static constexpr void explain_one(detail::message& m, bool& first, detail::level outer,
                                      detail::list<All...>) {
        detail::write_int(detail::name_stage<S>(detail::next_clause(m, first))
                              << " has lock_level ",
                          of<S>.number)
            << " inside ";
        bool named = false;
        ((!named && All::index < S::index && of<All>.stated && of<All>.number == outer.number
              ? void((named = true,
                      detail::write_int(detail::name_stage<All>(m) << " with ", outer.number)))
              : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
