// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_AROUND_HPP
#define AMBIT_WRITE_AROUND_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/surround.hpp>
#include <ambit/manager/with.hpp>
#include <ambit/pipeline/callable.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

template <class Parameters>
struct yielded;
template <class R>
struct yielded<list<yield<R>>> {
    using type = R;
};
template <class R>
struct yielded<list<yield<R> const&>> {
    using type = R;
};
template <class R>
struct yielded<list<yield<R>&&>> {
    using type = R;
};

/// @tparam R the resource that f yields.
template <class F, class R>
class [[nodiscard]] around_manager {
public:
    using surrounds = R;

    template <class G>
    [[nodiscard]] constexpr around_manager(in_place_t, G&& f) : f_(static_cast<G&&>(f)) {}

    template <class G = F>
        requires(!awaitable<::std::invoke_result_t<G&, yield<R>>>)
    constexpr void surround(yield<R> y) {
        f_(y);
    }
    template <class G = F const>
        requires(!awaitable<::std::invoke_result_t<G&, yield<R>>>)
    constexpr void surround(yield<R> y) const {
        f_(y);
    }

    [[nodiscard]] constexpr F& function() noexcept { return f_; }
    [[nodiscard]] constexpr F const& function() const noexcept { return f_; }

private:
    [[no_unique_address]] F f_;
};

/// One run of a function that returns an awaitable A; see write/async_around.hpp.
template <class A, class R, class F>
class around_run;

template <class F, class R>
using surrounds_with_t = ::std::invoke_result_t<F&, yield<R>>;
/// F returns an awaitable, which is awaited where asynchronous runs are known.
template <class F, class R>
concept surrounds_awaiting = awaitable<surrounds_with_t<F, R>> &&
                             requires { sizeof(around_run<surrounds_with_t<F, R>, R, F>); };

/// A stage of asynchronous runs.
template <class F, class R>
class [[nodiscard]] async_around_manager : public around_manager<F, R> {
public:
    using around_manager<F, R>::around_manager;
    using running = around_run<surrounds_with_t<F, R>, R, F>;
};

/// What around makes of a function of which the resource cannot be told: no manager.
struct unclear_around {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "cannot tell the resource: let the function take one yield<R>, or write "
               "around<R>(f)";
    }
};

struct deduced {};

template <class R, class F>
[[nodiscard]] consteval auto surrounding_resource() {
    if constexpr (!::std::is_same_v<R, deduced>) {
        return ::std::type_identity<R>();
    } else if constexpr (requires {
                             typename yielded<typename signature_t<F>::parameters>::type;
                         }) {
        return ::std::type_identity<typename yielded<typename signature_t<F>::parameters>::type>();
    } else {
        return ::std::type_identity<missing>();
    }
}

}  // namespace detail

/// @brief `around(f)`: a manager of one function, which the rest of the pipeline runs inside of.
///
/// f takes a `yield<R>` y and calls it once, `y(r)` with its resource, or `y()` for `yield<>`. That
/// runs the rest, returns an `outcome const&` of how it went, and does not throw. What f does
/// before is the enter, what it does after is the exit: a failure goes on after f, unless facts
/// given by `with` declare it suppressed, and what f throws then is what a failing exit throws.
/// Where f does not call y that is an enter that failed, and where it calls it twice, which runs
/// nothing again, an exit that threw: `generator_error`. A generic f is written `around<R>(f)`.
///
/// An f that returns an awaitable (with <ambit/coroutine.hpp>) is a stage of asynchronous runs, and
/// the rest runs inside `co_await y(r)`.
template <class R = detail::deduced, class F>
[[nodiscard]] constexpr auto around(F&& f) {
    using function = ::std::decay_t<F>;
    using resource = typename decltype(detail::surrounding_resource<R, function>())::type;
    if constexpr (::std::is_same_v<resource, detail::missing>) {
        return detail::unclear_around();
    } else {
        using manager =
            typename detail::choose<detail::surrounds_awaiting<function, resource>>::template type<
                detail::async_around_manager<function, resource>,
                detail::around_manager<function, resource>>;
        return manager(detail::in_place, static_cast<F&&>(f));
    }
}

AMBIT_END

#endif
