// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_WRAP_HPP
#define AMBIT_RUN_WRAP_HPP

#include <ambit/run/run.hpp>

AMBIT_BEGIN
namespace detail {

/// The body of one call of a wrapped function: takes the resources, and passes them and the call's
/// arguments on.
/// @tparam Pass a generic lambda that holds the arguments: calls a function with more before them.
template <class F, class Pass, class... A>
struct wrapped_call {
    using callee = F;
    F& f;
    Pass pass;

    template <class... R>
        requires(::std::is_invocable_v<F&, R&..., A...> || ::std::is_invocable_v<F&, A...>)
    AMBIT_ALWAYS_INLINE constexpr decltype(auto) operator()(R&... r) const {
        if constexpr (::std::is_invocable_v<F&, R&..., A...>) {
            return pass(f, r...);
        } else {
            return pass(f);
        }
    }
};
template <class F, class... A>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr auto body_of_call(F& f, A&&... a) {
    auto pass = [&](auto& g, auto&... r) -> decltype(auto) {
        return detail::invoke(g, r..., static_cast<A&&>(a)...);
    };
    return wrapped_call<F, decltype(pass), A...>{f, pass};
}

template <class F, class... A>
using body_of_call_t = decltype(detail::body_of_call(::std::declval<F&>(), ::std::declval<A>()...));

/// A pipeline and a function: each call runs the one around the other.
template <class Chain, class F, class... Rule>
class [[nodiscard]] wrapped {
    template <bool Const, class G, class... A>
    using call_of = subject<Chain, Const, body_of_call_t<G, A...>, list<Rule...>, usage::run_again>;

    template <bool Const, class G, class... A>
    struct call_returns {
        using type = result_of<call_of<Const, G, A...>>;
    };

public:
    template <class C, class G>
    [[nodiscard]] constexpr wrapped(C&& stages, G&& f)
        : stages_(static_cast<C&&>(stages)), f_(static_cast<G&&>(f)) {}

    template <class... A>
    constexpr auto operator()(A&&... a) -> typename call_returns<false, F, A...>::type {
        using judged = call_of<false, F, A...>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        static_cast<void>(accepted);
        if constexpr (may_execute<judged>) {
            auto body = detail::body_of_call(f_, static_cast<A&&>(a)...);
            return detail::execute<judged>(stages_, body);
        } else {
            return detail::refused<result_of<judged>>();
        }
    }
    template <class... A>
    constexpr auto operator()(A&&... a) const -> typename call_returns<true, F const, A...>::type {
        using judged = call_of<true, F const, A...>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        static_cast<void>(accepted);
        if constexpr (may_execute<judged>) {
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
template <class F>
struct refused_function {
    template <class... A>
    constexpr typename bound_call<F, arguments<fit::nothing_fits>>::result operator()(
        A&&...) const noexcept {
        ::std::terminate();
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
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        static_cast<void>(accepted);
        if constexpr (may_execute<judged>) {
            return make<chain_from_t<P>>(static_cast<P&&>(p), static_cast<F&&>(f),
                                         typename ::std::remove_cvref_t<P>::rules());
        } else {
            return refused_function<::std::decay_t<F>>();
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
