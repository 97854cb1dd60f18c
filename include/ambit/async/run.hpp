// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_RUN_HPP
#define AMBIT_ASYNC_RUN_HPP

#include <ambit/async/drive.hpp>
#include <ambit/async/judge_awaited.hpp>
#include <ambit/async/refused.hpp>
#include <ambit/async/task.hpp>
#include <ambit/run/run.hpp>
#include <ambit/run/wrap.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// No coroutine type is named or known.
struct any_task {
    static constexpr bool known = false;
    static constexpr bool likely = false;
};
/// Runs are coroutines like this one.
template <class Coroutine>
struct like {
    static constexpr bool known = true;
    static constexpr bool likely = true;
    using traits = typename traits_of<Coroutine>::type;
    template <class T>
    using of = typename traits::template rebind<Coroutine, T>;
};

/// The same where nothing else is known.
template <class Coroutine>
struct perhaps_like : like<Coroutine> {
    static constexpr bool known = false;
};

/// What awaitables of type A are awaited in: where that is a known coroutine type, in its like.
/// Integrations specialise it for what their coroutines alone can await.
template <class A>
struct awaited_in {
    using type = any_task;
};
template <class A>
    requires(traits_of<::std::remove_cvref_t<A>>::known)
struct awaited_in<A> {
    using type = like<::std::remove_cvref_t<A>>;
};

template <class Otherwise, class... Found>
struct first_known {
    using type = choose_t<Otherwise::likely, Otherwise, like<task<void>>>;
};
template <class Otherwise, class F, class... More>
struct first_known<Otherwise, F, More...>
    : first_known<choose_t<Otherwise::likely, Otherwise, F>, More...> {};
template <class Otherwise, class F, class... More>
    requires(F::known)
struct first_known<Otherwise, F, More...> {
    using type = F;
};

template <class Awaitables>
struct coroutine_for;
template <class... A>
struct coroutine_for<list<A...>> : first_known<any_task, typename awaited_in<A>::type...> {};

/// What a manager's run awaits on behalf of the run's own coroutine.
template <class Running>
struct awaited_inside_of {
    using type = list<>;
};
template <class Running>
    requires requires { typename Running::awaited_inside; }
struct awaited_inside_of<Running> {
    using type = list<typename Running::awaited_inside>;
};
/// All that tells the coroutine type of a run at one stage.
template <class Part>
struct awaitables_at
    : joined<typename awaited_inside_of<typename running_state<typename Part::manager>::type>::type,
             typename cell_for<Part>::awaitables> {};

/// What a stage is awaited by; where it is wrong, what can be seen of that: then a run that is
/// refused is the coroutine that it was meant to be, and awaiting it is no second error.
template <class Entry, stage_kind Kind = Entry::kind>
struct awaitables_of {
    using type = list<>;
};
template <class Entry>
struct awaitables_of<Entry, stage_kind::manager> : awaitables_at<part<Entry, true>> {};
template <class M>
struct awaitable_seen {
    using type = list<typename exit_of<sync_form, M>::result>;
};
template <>
struct awaitable_seen<void> {
    using type = list<>;
};
template <class M>
    requires has_enter<async_form, M>
struct awaitable_seen<M> {
    using type = list<decltype(::std::declval<form_members_t<async_form, M>>().async_enter())>;
};
template <class Entry>
struct awaitables_of<Entry, stage_kind::no_manager> : awaitable_seen<typename Entry::source> {};
template <class Entry>
struct awaitables_of<Entry, stage_kind::makes_none>
    : awaitable_seen<::std::remove_reference_t<typename Entry::classified::made>> {};
template <class Entry>
struct awaitables_of<Entry, stage_kind::unbound>
    : awaitable_seen<::std::remove_reference_t<typename bound_call<
          typename Entry::classified::callable, arguments<fit::nothing_fits>>::result>> {};

/// The coroutine type of a run: that of the first awaitable that is of a known one, else `task`.
template <class Subject, class Entries = typename Subject::entries>
struct deduced_coroutine;
template <class Subject, class... Entry>
struct deduced_coroutine<Subject, list<Entry...>>
    : coroutine_for<typename all_joined<typename awaitables_of<Entry>::type...,
                                        list<typename Subject::returned>>::type> {};

template <class...>
struct no_task {};

/// A block to run asynchronously; an lvalue may run again.
template <class Block>
using async_run_of = subject_of<Block, ::std::is_lvalue_reference_v<Block> ? usage::async_run_again
                                                                           : usage::async_run>;
template <class Block>
using held_block = choose_t<::std::is_lvalue_reference_v<Block>,
                            borrowed_block<async_run_of<Block>>, owned_block<async_run_of<Block>>>;

template <class Subject, template <class...> class Task, class T = result_of<Subject>>
struct run_coroutine {
    using type = Task<T>;
};
template <class Subject, class T>
struct run_coroutine<Subject, no_task, T> {
    using type = typename deduced_coroutine<Subject>::type::template of<T>;
};

template <class Subject>
inline constexpr bool is_refused_for_result = ::std::is_same_v<violated_t<Subject>, rules::result>;
/// What a run returns. Where no coroutine could return the result, those that await any awaiter are
/// given one that yields it, and others yield something else.
template <class Subject, template <class...> class Task>
struct run_as_coroutine : run_coroutine<Subject, Task> {};
template <class Subject, template <class...> class Task>
    requires is_refused_for_result<Subject>
struct run_as_coroutine<Subject, Task> {
    using other = typename run_coroutine<Subject, Task, unknown_result>::type;
    using type = choose_t<::std::is_same_v<other, task<unknown_result>>,
                          refused_run<result_of<Subject>>, other>;
};

/// A class, since compilers print it as it stands where they would write an alias out.
template <class Block, template <class...> class Task>
struct async_run_returns : run_as_coroutine<async_run_of<Block>, Task> {};

/// The same for a pipeline, which is no block.
template <class P, template <class...> class Task>
struct unclosed_run_returns {
    using type = task<unknown_result>;
};
template <class P, template <class...> class Task>
    requires a_pipeline<P>
struct unclosed_run_returns<P, Task>
    : run_coroutine<subject_of<P, usage::async_run>, Task, unknown_result> {};

template <template <class...> class Task>
struct async_run_fn {
    template <class Block>
        requires a_block<Block>
    [[nodiscard]] auto operator()(Block&& block) const ->
        typename async_run_returns<Block, Task>::type {
        using judged = async_run_of<Block>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        static_assert(no_complaint<violated_t<judged>, detail::complaint<judged>()>);
#endif
        static_cast<void>(accepted);
        using coroutine = typename async_run_returns<Block, Task>::type;
        if constexpr (!may_execute<judged>) {
            return detail::refused<coroutine>();
        } else {
            using awaited = run_in<judged, coroutine>;
            constexpr bool awaits_all = detail::accepted<awaited>;
#if AMBIT_ASSERTS_WITH_TEXT
            static_assert(awaits_all, detail::complaint<awaited>());
#else
            static_assert(no_complaint<violated_t<awaited>, detail::complaint<awaited>()>);
#endif
            if constexpr (awaits_all) {
                return detail::execute_async<coroutine, judged>(
                    held_block<Block>(static_cast<Block&&>(block)));
            } else {
                return detail::refused<coroutine>();
            }
        }
    }
    template <class P>
        requires(!a_block<P>)
    typename unclosed_run_returns<P, Task>::type operator()(P&&) const noexcept {
        constexpr bool has_body = a_block<P>;
        static_assert(has_body,
                      "[ambit.body] async_run takes a block: close a pipeline with >> body");
        return detail::refused<typename unclosed_run_returns<P, Task>::type>();
    }
};

/// The stages that a wrapped function keeps, with the body of one call.
template <class Subject>
class wrapped_block {
    using stages_type = typename Subject::stages_type;
    using body_type = typename Subject::body;

public:
    wrapped_block(stages_type& stages, body_type&& body)
        : stages_(&stages), body_(static_cast<body_type&&>(body)) {}
    [[nodiscard]] stages_type& stages() noexcept { return *stages_; }
    [[nodiscard]] body_type& body() noexcept { return body_; }

private:
    stages_type* stages_;
    body_type body_;
};
template <class Subject>
struct async_call_is_known {};
template <class Subject>
struct async_call {
    using coroutine = typename run_as_coroutine<Subject, no_task>::type;
    /// What a call returns whose pipeline is refused.
    template <class T>
    using refused_coroutine = typename run_coroutine<Subject, no_task, T>::type;
    template <class Stages, class Body>
    [[nodiscard]] static coroutine run(Stages& stages, Body&& body) {
        return detail::execute_async<coroutine, Subject>(
            wrapped_block<Subject>(stages, static_cast<Body&&>(body)));
    }
};

}  // namespace detail

/// @brief `async_run(block)`, `async_run<Task>(block)`: a coroutine that runs the block.
///
/// Requires: every rule of docs/rules.md holds for the block. An rvalue is moved into the
/// coroutine; an lvalue is referred to, has to outlive it, and may run again.
/// Returns: a coroutine that yields `result_t<Block>`: a `Task`; without one, what the first
/// awaitable of a known coroutine type (see `async_traits`) is, else a `task`.
/// Effects, when it is awaited: as `run`, except that stages which have an asynchronous form are
/// entered and exited by awaiting, the body's awaitable is awaited, and exits are shielded from
/// cancellation. One coroutine frame, however many the stages. If the frame is destroyed while
/// suspended, stages exit as cancelled, or are abandoned, in reverse order.
/// Throws, when it is awaited: as `run`. `std::bad_alloc` at once where there is no memory for the
/// frame.
template <template <class...> class Task = detail::no_task, class Block>
[[nodiscard]] auto async_run(Block&& block) {
    return detail::async_run_fn<Task>()(static_cast<Block&&>(block));
}

AMBIT_END

#endif
