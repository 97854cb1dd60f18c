// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_DEFERRED_HPP
#define AMBIT_MANAGERS_SUPPORT_DEFERRED_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/outcome.hpp>
#include <ambit/manager/with.hpp>

#include <optional>
#include <type_traits>
#include <utility>

// What `defer`, `on_success` and `on_failure` have in common: a function that is called at exit.

AMBIT_BEGIN
namespace detail {

enum class calls_on : unsigned char { exit, success, failure };

/// Whether the function is to be called.
template <calls_on When>
[[nodiscard]] constexpr bool calls_after(outcome const& o) noexcept {
    return o.succeeded() == (When == calls_on::success);
}

/// @tparam F the function. It is told nothing, and what it returns is ignored.
template <class F, calls_on When>
class [[nodiscard]] deferred {
public:
    template <class G>
    [[nodiscard]] constexpr deferred(in_place_t, G&& f) : f_(static_cast<G&&>(f)) {}

    constexpr void enter() noexcept {}
    constexpr void enter() const noexcept
        requires ::std::is_invocable_v<F const&>
    {}
    constexpr void exit() noexcept(::std::is_nothrow_invocable_v<F&>)
        requires(When == calls_on::exit)
    {
        static_cast<void>(f_());
    }
    constexpr void exit() const noexcept(::std::is_nothrow_invocable_v<F const&>)
        requires(When == calls_on::exit && ::std::is_invocable_v<F const&>)
    {
        static_cast<void>(f_());
    }
    constexpr void exit(outcome const& o) noexcept(::std::is_nothrow_invocable_v<F&>)
        requires(When != calls_on::exit)
    {
        call_after(f_, o);
    }
    constexpr void exit(outcome const& o) const noexcept(::std::is_nothrow_invocable_v<F const&>)
        requires(When != calls_on::exit && ::std::is_invocable_v<F const&>)
    {
        call_after(f_, o);
    }

private:
    template <class G>
    AMBIT_ALWAYS_INLINE static constexpr void call_after(G& f, outcome const& o) noexcept(
        ::std::is_nothrow_invocable_v<G&>) {
        if (detail::calls_after<When>(o)) {
            static_cast<void>(f());
        }
    }

    [[no_unique_address]] F f_;
};

/// What a function returned to be awaited, and its awaiter.
template <class A>
class awaited_call {
    static decltype(auto) awaiter_in(A& a) {
        if constexpr (member_co_await<A>) {
            return static_cast<A&&>(a).operator co_await();
        } else if constexpr (free_co_await<A>) {
            return operator co_await(static_cast<A&&>(a));
        } else {
            return static_cast<A&>(a);
        }
    }
    A kept_;

public:
    template <class F>
    explicit awaited_call(F& f) : kept_(f()), awaiter(awaiter_in(kept_)) {}
    awaited_call(awaited_call const&) = delete;
    awaited_call& operator=(awaited_call const&) = delete;
    ~awaited_call() = default;

    decltype(awaiter_in(::std::declval<::std::remove_reference_t<A>&>())) awaiter;
};

/// One run of a function that returns an awaitable A. Coroutine types that await through their own
/// promise alone specialise it.
template <class A, class F, calls_on When>
class deferred_run;
template <class A, class F, calls_on When>
    requires(!promise_awaitable<A>)
class deferred_run<A, F, When> {
public:
    /// What is awaited in its place, and tells the coroutine type of the run (rule 10.4).
    using awaited_inside = A;

    template <class M>
    explicit deferred_run(M& m) noexcept : f_(&m.function()) {}
    deferred_run(deferred_run const&) = delete;
    deferred_run& operator=(deferred_run const&) = delete;
    ~deferred_run() = default;

    [[nodiscard]] auto async_enter() noexcept { return calling(*this, false); }
    [[nodiscard]] auto async_exit() noexcept
        requires(When == calls_on::exit)
    {
        return calling(*this, true);
    }
    [[nodiscard]] auto async_exit(outcome const& o) noexcept
        requires(When != calls_on::exit)
    {
        return calling(*this, detail::calls_after<When>(o));
    }

private:
    /// Awaits what the function returns, which is kept in the run since g++ 12 moves awaiters; or
    /// nothing. A template, to do without <coroutine>.
    class [[nodiscard]] calling {
    public:
        calling(deferred_run& r, bool calls) noexcept : run_(&r), calls_(calls) {}
        [[nodiscard]] bool await_ready() {
            return !calls_ ||
                   static_cast<bool>(run_->call_.emplace(*run_->f_).awaiter.await_ready());
        }
        template <class Handle>
        decltype(auto) await_suspend(Handle awaiting) {
            return run_->call_->awaiter.await_suspend(awaiting);
        }
        void await_resume() {
            if (calls_) {
                at_end const ends{run_->call_};
                static_cast<void>(run_->call_->awaiter.await_resume());
            }
        }

    private:
        struct at_end {
            ::std::optional<awaited_call<A>>& call;
            ~at_end() { call.reset(); }
        };
        deferred_run* run_;
        bool calls_;
    };

    F* f_;
    ::std::optional<awaited_call<A>> call_;
};

/// A stage of asynchronous runs.
template <class F, calls_on When>
class [[nodiscard]] async_deferred {
public:
    using running = deferred_run<::std::invoke_result_t<F&>, F, When>;

    template <class G>
    [[nodiscard]] constexpr async_deferred(in_place_t, G&& f) : f_(static_cast<G&&>(f)) {}
    [[nodiscard]] constexpr F& function() noexcept { return f_; }

private:
    [[no_unique_address]] F f_;
};

/// What becomes of a function that cannot be called with nothing: no manager.
struct deferred_with_arguments {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes a function that is called with nothing";
    }
};
/// And of one that returns an awaitable which only a coroutine type's own promise takes.
struct deferred_for_own_promise {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "cannot await what its function returns: let that be a task, or include the "
               "integration of its coroutine type";
    }
};

template <calls_on When>
struct deferred_fn {
    template <class F>
    [[nodiscard]] constexpr auto operator()(F&& f) const {
        using function = ::std::decay_t<F>;
        if constexpr (!::std::is_invocable_v<function&>) {
            return deferred_with_arguments();
        } else if constexpr (!awaitable<::std::invoke_result_t<function&>>) {
            return deferred<function, When>(in_place, static_cast<F&&>(f));
        } else if constexpr (requires {
                                 sizeof(typename async_deferred<function, When>::running);
                             }) {
            return async_deferred<function, When>(in_place, static_cast<F&&>(f));
        } else {
            return deferred_for_own_promise();
        }
    }
};

}  // namespace detail
AMBIT_END

#endif
