// SPDX-License-Identifier: BSL-1.0
// Rules 1.2 and 1.7: the asynchronous form, told by types alone.
#include <ambit/ambit.hpp>

#include <coroutine>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::async_manager;
using ambit::manager;
using ambit::outcome;
using ambit::resource_t;
using ambit::sync_manager;

template <class T>
struct ready {
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<>) const noexcept;
    T await_resume() const;
};
template <class T>
struct member_operator {
    ready<T> operator co_await() const;
};
template <class T>
struct free_operator {};
template <class T>
ready<T> operator co_await(free_operator<T>);

template <template <class> class Awaitable, class R, class X = void>
struct async_form {
    Awaitable<R> async_enter();
    Awaitable<X> async_exit(outcome const&);
};
static_assert(async_manager<async_form<ready, int>>);
static_assert(async_manager<async_form<member_operator, int>>);
static_assert(async_manager<async_form<free_operator, int>>);
static_assert(manager<async_form<ready, int>> && !sync_manager<async_form<ready, int>>);
static_assert(async_manager<async_form<ready, void>>);
static_assert(async_manager<async_form<ready, std::string&>>);
static_assert(async_manager<async_form<ready, int, bool>>);
static_assert(!manager<async_form<ready, int&&>>);
static_assert(!manager<async_form<ready, int, int>>);

static_assert(std::is_same_v<resource_t<async_form<ready, int>>, int>);
static_assert(std::is_same_v<resource_t<async_form<member_operator, std::string&>>, std::string&>);
static_assert(std::is_void_v<resource_t<async_form<free_operator, void>>>);

struct not_awaitable {
    int async_enter();
    void async_exit();
};
struct without_exit {
    ready<int> async_enter();
};
struct without_enter {
    ready<void> async_exit();
};
static_assert(!manager<not_awaitable>);
static_assert(!manager<without_exit>);
static_assert(!manager<without_enter>);

/// The argument forms are those of exit.
struct both_arguments {
    ready<int> async_enter();
    ready<void> async_exit(int&, outcome const&);
};
struct resource_argument {
    ready<int> async_enter();
    ready<void> async_exit(int&);
};
struct no_argument {
    ready<int> async_enter();
    ready<bool> async_exit();
};
struct wrong_argument {
    ready<int> async_enter();
    ready<void> async_exit(std::string&);
};
static_assert(async_manager<both_arguments> && async_manager<resource_argument>);
static_assert(async_manager<no_argument>);
static_assert(!manager<wrong_argument>);

/// A type may have both forms.
struct both_forms {
    int enter();
    void exit();
    ready<int> async_enter();
    ready<void> async_exit();
};
static_assert(sync_manager<both_forms> && async_manager<both_forms> && manager<both_forms>);

struct adapted {};

}  // namespace

template <>
struct ambit::manager_traits<adapted> {
    static ready<int> async_enter(adapted&);
    static ready<void> async_exit(adapted&, int&);
};

namespace {

static_assert(async_manager<adapted> && !sync_manager<adapted>);

// Async-only stages make the pipeline one; those with both forms do not.
static_assert(ambit::plan<decltype(ambit::scope(both_arguments{}))>::is_async);
static_assert(!ambit::plan<decltype(ambit::scope(both_forms{}))>::is_async);
static_assert(ambit::plan<decltype(ambit::scope(both_forms{}) >>
                                   [](int&) { return ready<int>{}; })>::is_async);
static_assert(ambit::well_formed<decltype(ambit::scope(both_arguments{}))>);

}  // namespace
