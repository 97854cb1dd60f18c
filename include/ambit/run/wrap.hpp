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
    AMBIT_ALWAYS_INLINE constexpr decltype(auto) operator()(R&... r) {
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

/// An argument that outlives its call: an rvalue is moved in, an lvalue is referred to.
template <class A>
struct argument {
    A value;
};
/// The same body for an asynchronous run, which begins after the call has returned.
template <class F, class... A>
[[nodiscard]] constexpr auto body_of_async_call(F& f, A&&... a) {
    auto pass = [... kept = argument<stored_t<A>>{static_cast<A&&>(a)}](auto& g, auto&... r) mutable
        -> decltype(auto) { return detail::invoke(g, r..., static_cast<A&&>(kept.value)...); };
    return wrapped_call<F, decltype(pass), A...>{f, static_cast<decltype(pass)&&>(pass)};
}
template <class F, class... A>
using body_of_async_call_t =
    decltype(detail::body_of_async_call(::std::declval<F&>(), ::std::declval<A>()...));

/// Runs a wrapped call asynchronously. Both are completed by what <ambit/coroutine.hpp> brings.
template <class Subject>
struct async_call;
template <class Subject>
struct async_call_is_known;
template <class Subject>
concept has_async_call = requires { sizeof(async_call_is_known<Subject>); };

/// What is judged of a wrapped call, or of a wrapped pipeline, and whether it runs asynchronously.
template <class Sync, class Async,
          bool IsAsync = plan_of<Sync, typename Sync::entries, typename Sync::stages>::is_async>
struct wrapped_subject {
    using type = Sync;
    static constexpr bool is_async = false;
};
template <class Sync, class Async>
    requires has_async_call<Async>
struct wrapped_subject<Sync, Async, true> {
    using type = Async;
    static constexpr bool is_async = true;
};

/// A pipeline and a function: each call runs the one around the other.
template <class Chain, class F, class... Rule>
class [[nodiscard]] wrapped {
    template <bool Const, class G, class... A>
    using which_call = wrapped_subject<
        subject_in<Chain, Const, body_of_call_t<G, A...>, list<Rule...>, usage::run_again>,
        subject_in<Chain, Const, body_of_async_call_t<G, A...>, list<Rule...>,
                   usage::async_run_again>>;
    template <bool Const, class G, class... A>
    using call_of = typename which_call<Const, G, A...>::type;

    template <class Judged, bool IsAsync>
    struct returned_by {
        using type = result_of<Judged>;
    };
    template <class Judged>
    struct returned_by<Judged, true> {
        using type = typename async_call<Judged>::coroutine;
    };
    template <bool Const, class G, class... A>
    struct call_returns
        : returned_by<call_of<Const, G, A...>, which_call<Const, G, A...>::is_async> {};

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
        if constexpr (!may_execute<judged>) {
            return detail::refused<typename call_returns<false, F, A...>::type>();
        } else if constexpr (which_call<false, F, A...>::is_async) {
            return async_call<judged>::run(stages_,
                                           detail::body_of_async_call(f_, static_cast<A&&>(a)...));
        } else {
            auto body = detail::body_of_call(f_, static_cast<A&&>(a)...);
            return detail::execute<judged>(stages_, body);
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
        if constexpr (!may_execute<judged>) {
            return detail::refused<typename call_returns<true, F const, A...>::type>();
        } else if constexpr (which_call<true, F const, A...>::is_async) {
            return async_call<judged>::run(stages_,
                                           detail::body_of_async_call(f_, static_cast<A&&>(a)...));
        } else {
            auto body = detail::body_of_call(f_, static_cast<A&&>(a)...);
            return detail::execute<judged>(stages_, body);
        }
    }

private:
    [[no_unique_address]] Chain stages_;
    [[no_unique_address]] F f_;
};

/// What wrap returns for a pipeline that is refused, so that calls of it give no second error.
template <class Judged, class Result, bool IsAsync>
struct refused_function {
    template <class... A>
    constexpr Result operator()(A&&...) const noexcept {
        ::std::terminate();
    }
};
template <class Judged, class Result>
struct refused_function<Judged, Result, true> {
    using awaited = typename awaited_or<Result, Result>::type;
    template <class... A>
    typename async_call<Judged>::template refused_coroutine<awaited> operator()(
        A&&...) const noexcept {
        ::std::terminate();
    }
};

struct wrap_fn {
    template <class P, class F>
        requires a_pipeline<P>
    [[nodiscard]] constexpr auto operator()(P&& p, F&& f) const {
        using which =
            wrapped_subject<subject_of<P, usage::run_again>, subject_of<P, usage::async_run_again>>;
        using judged = typename which::type;
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
            using call = bound_call<::std::decay_t<F>, arguments<fit::nothing_fits>>;
            return refused_function<judged, typename call::result, which::is_async>();
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
/// Where p is asynchronous or f returns an awaitable (with <ambit/coroutine.hpp>) the call returns
/// `async_run(...)`: then arguments that are rvalues are moved into that coroutine, and lvalues,
/// the callable itself among them, have to outlive it.
///
/// Requires: no stage of p is single_use [ambit.reuse], since it may be called again.
inline constexpr detail::wrap_fn wrap{};

AMBIT_END

#endif
