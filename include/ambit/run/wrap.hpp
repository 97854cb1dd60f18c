// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_WRAP_HPP
#define AMBIT_RUN_WRAP_HPP

#include <ambit/run/run.hpp>

AMBIT_BEGIN
namespace detail {

template <class F, class...>
[[nodiscard]] constexpr F& same_function(F& f) noexcept {
    return f;
}

/// The body of one call of a wrapped function: takes the resources.
template <class F, class... A>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto body_of_call(F& f, A&&... a) {
    return [&]<class... R>(R&... r) -> decltype(auto)
        requires(::std::is_invocable_v<F&, R&..., A...> || ::std::is_invocable_v<F&, A...>)
    {
        if constexpr (::std::is_invocable_v<F&, R&..., A...>) {
            return detail::invoke(f, r..., static_cast<A&&>(a)...);
        } else {
            // Depends on R, so that it is not looked at where all are taken.
            return [&](auto& g) -> decltype(auto) {
                return detail::invoke(g, static_cast<A&&>(a)...);
            }(same_function<F, R...>(f));
        }
    };
}

template <class F, class... A>
using body_of_call_t = decltype(detail::body_of_call(::std::declval<F&>(), ::std::declval<A>()...));

/// A pipeline and a function: each call runs the one around the other.
template <class Chain, class F, class... Rule>
class [[nodiscard]] wrapped {
    template <bool Const, class G, class... A>
    using call_of =
        subject<Chain, Const, body_of_call_t<G, A...>, list<Rule...>, usage::run_again>;

public:
    template <class C, class G>
    [[nodiscard]] constexpr wrapped(C&& stages, G&& f)
        : stages_(static_cast<C&&>(stages)), f_(static_cast<G&&>(f)) {}

    template <class... A>
    constexpr auto operator()(A&&... a) -> result_of<call_of<false, F, A...>> {
        using judged = call_of<false, F, A...>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            auto body = detail::body_of_call(f_, static_cast<A&&>(a)...);
            return detail::execute<judged>(stages_, body);
        } else {
            return detail::refused<result_of<judged>>();
        }
    }
    template <class... A>
    constexpr auto operator()(A&&... a) const -> result_of<call_of<true, F const, A...>> {
        using judged = call_of<true, F const, A...>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            auto body = detail::body_of_call(f_, static_cast<A&&>(a)...);
            return detail::execute<judged>(stages_, body);
        } else {
            return detail::refused<result_of<judged>>();
        }
    }

private:
    [[no_unique_address]] Chain stages_;
    [[no_unique_address]] F f_;
};

/// What wrap returns for a pipeline that is refused, so that calls of it give no second error.
struct refused_function {
    template <class... A>
    constexpr unknown_result operator()(A&&...) const noexcept {
        return {};
    }
};

struct wrap_fn {
    template <class P, class F>
        requires a_pipeline<P>
    [[nodiscard]] constexpr auto operator()(P&& p, F&& f) const {
        using judged = subject_of<P, usage::run_again>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            return make<chain_from_t<P>>(static_cast<P&&>(p), static_cast<F&&>(f),
                                         typename ::std::remove_cvref_t<P>::rules());
        } else {
            return refused_function();
        }
    }

private:
    template <class Chain, class P, class F, class... Rule>
    [[nodiscard]] static constexpr auto make(P&& p, F&& f, list<Rule...>) {
        return wrapped<Chain, ::std::decay_t<F>, Rule...>(detail::chain_from(static_cast<P&&>(p)),
                                                          static_cast<F&&>(f));
    }
};

}  // namespace detail

/// @brief `wrap(p, f)`: a callable; each call runs `p >> f`, f getting the resources and then the
/// call's arguments, or, where f does not take those, the arguments alone.
///
/// Requires: no stage of p is single_use [ambit.reuse], since it may be called again.
inline constexpr detail::wrap_fn wrap{};

AMBIT_END

#endif
