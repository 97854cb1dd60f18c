// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ASYNC_EXIT_STACK_HPP
#define AMBIT_STACK_ASYNC_EXIT_STACK_HPP

#include <ambit/async/run.hpp>
#include <ambit/async/together.hpp>
#include <ambit/stack/async_unwind.hpp>
#include <ambit/stack/exit_stack.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// Yields a stack at once.
template <class Stack>
class stack_awaiter {
public:
    explicit stack_awaiter(Stack& s) noexcept : stack_(&s) {}
    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(::std::coroutine_handle<>) noexcept {}
    [[nodiscard]] Stack& await_resume() const noexcept { return *stack_; }

private:
    Stack* stack_;
};
/// A stack as what a coroutine can return that returns no references: a pack of one resource.
template <class Stack>
class stack_pack {
public:
    using is_resource_pack = void;
    using resources = list<Stack&>;
    static constexpr ::std::size_t first = 0;

    explicit stack_pack(Stack& s) noexcept : stack_(&s) {}
    template <::std::size_t>
    [[nodiscard]] Stack& get() const noexcept {
        return *stack_;
    }

private:
    Stack* stack_;
};

/// Coroutines of this kind await any awaiter. Others, such as Asio's, await their own kind alone,
/// and are taken not to return references.
template <class Coroutine>
concept awaits_any =
    !detail::transforms<typename ::std::coroutine_traits<Coroutine>::promise_type>() ||
    requires(typename ::std::coroutine_traits<Coroutine>::promise_type& p, stack_awaiter<int> a) {
        p.await_transform(static_cast<stack_awaiter<int>&&>(a));
    };

}  // namespace detail

/// @brief What `co_await s.enter(m)` yields on a stack whose coroutines cannot return a reference,
/// as Boost.Asio's cannot: refers to the resource.
template <class R>
class resource_ref {
public:
    explicit resource_ref(R& r) noexcept : resource_(&r) {}
    operator R&() const noexcept { return *resource_; }  // NOLINT: it stands for a reference
    [[nodiscard]] R& get() const noexcept { return *resource_; }
    [[nodiscard]] R* operator->() const noexcept { return resource_; }
    [[nodiscard]] R& operator*() const noexcept { return *resource_; }

private:
    R* resource_;
};

namespace detail {

template <class R, bool Any>
struct entered_in {
    using type = resource_ref<R>;
};
template <class R>
struct entered_in<R, true> {
    using type = R&;
};
template <>
struct entered_in<void, true> {
    using type = void;
};
template <>
struct entered_in<void, false> {
    using type = void;
};

}  // namespace detail

/// @brief `async_exit_stack<Task, Fact...>`: `exit_stack` for asynchronous runs. Its entries are
/// managers of either kind, entered by `co_await s.enter(m)`, and functions, which may return
/// awaitables.
///
/// As a stage it is exited by the run, shielded from cancellation. Synchronous managers that are
/// thread_bound, or block when they enter, are refused [ambit.suspend]. Where a stack is destroyed
/// unclosed, as with a coroutine that is destroyed while suspended, its entries are abandoned:
/// synchronous ones exit as cancelled, others are told by `abandon`, if they have that.
///
/// What it takes to exit it and its entries is allocated when they are entered, where coroutines of
/// the type begin when they are awaited (as those do that have `async_traits`). `close` allocates,
/// and where there is no memory throws before it exits any. The stack has to outlive what `enter`
/// and `close` return.
/// @tparam Task the class template of the coroutines that enter and exit, as `task`, or
/// `boost::asio::awaitable`.
/// @tparam Fact as those of `exit_stack`.
template <template <class...> class Task = task, class... Fact>
class [[nodiscard]] async_exit_stack : public detail::stack_base {
    using like = detail::like<Task<void>>;
    using traits = typename like::traits;
    using concurrent = detail::concurrency<like>;
    using part = typename concurrent::part;
    static constexpr bool awaits_any = detail::awaits_any<Task<void>>;
    template <class R>
    using entered = typename detail::entered_in<::std::remove_reference_t<R>, awaits_any>::type;

public:
    using properties = ::ambit::properties<Fact...>;
    using kept_resource = async_exit_stack;
    using tells_what_it_swallows = void;

    [[nodiscard]] async_exit_stack() noexcept = default;
    /// @brief The entries of the other stack, which is empty then.
    async_exit_stack(async_exit_stack&& other) noexcept
        : detail::stack_base(static_cast<detail::stack_base&&>(other)) {}
    async_exit_stack& operator=(async_exit_stack&&) = delete;
    /// @brief Abandons what is left.
    ~async_exit_stack() { abandon(); }

    /// @brief Enters m when it is awaited, and exits it with the stack. m is moved in at once if it
    /// is an rvalue, an lvalue is held by reference. An asynchronous form is preferred.
    ///
    /// Yields: its resource, by reference (a `resource_ref` in Asio's coroutines), nothing for a
    /// void one. Throws: as that of `exit_stack`; if it throws nothing is registered.
    template <class M>
    auto enter(M&& m)
        -> Task<entered<typename detail::entered_reference<::std::remove_reference_t<M>>::type>> {
        using judged = detail::entry_subject<M, detail::usage::async_run>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        using detail::no_complaint;  // clang prints its arguments in full where it is qualified
        static_assert(no_complaint<detail::violated_t<judged>, detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            using kept = detail::stored_t<M>;
            using entry = detail::choose_t<async_manager<M>, detail::awaited_entry<Task, kept>,
                                           detail::entered_entry<kept>>;
            detail::owned_entry<entry> made(new entry(static_cast<M&&>(m)));
            if constexpr (async_manager<M>) {
                made->prepare();
            }
            return enter_entry(static_cast<detail::owned_entry<entry>&&>(made));
        } else {
            ::std::terminate();
        }
    }

    /// @brief Registers f, to be called as an exit; what it returns is awaited if it can be.
    /// Requires, and throws: as that of `exit_stack`.
    template <class F>
    void push(F&& f) {
        using callable = ::std::decay_t<F>;
        constexpr bool is_exit = detail::is_called_as_exit<callable>;
        static_assert(
            is_exit, "[ambit.manager] push takes a function of an `outcome const&`, or of nothing");
        if constexpr (is_exit) {
            using returned = detail::called_t<detail::callable_as::exit, callable>;
            using result = typename detail::awaited_or<returned, returned>::type;
            constexpr bool is_result = detail::is_exit_result<result>;
            static_assert(is_result,
                          "[ambit.manager] push takes a function that returns void or bool, or an "
                          "awaitable of that; defer takes any");
            constexpr bool may = detail::says_what_it_suppresses<properties, result>;
            static_assert(may, "[ambit.suppression] the function returns bool: say what it may "
                               "suppress with async_exit_stack<Task, suppresses<E...>>, or return "
                               "void");
            if constexpr (is_result && may) {
                add<detail::callable_as::exit>(static_cast<F&&>(f));
            }
        }
    }
    /// @brief Registers f, to be called with nothing; what it returns is awaited if it can be, and
    /// ignored; it suppresses nothing. Throws: as `push`.
    template <class F>
    void defer(F&& f) {
        constexpr bool is_deferred = ::std::is_invocable_v<::std::decay_t<F>&>;
        static_assert(is_deferred, "[ambit.manager] defer takes a function of no arguments");
        if constexpr (is_deferred) {
            add<detail::callable_as::deferred>(static_cast<F&&>(f));
        }
    }

    /// @brief Moves all entries to a new stack. This one is empty, and can be used on.
    [[nodiscard]] async_exit_stack pop_all() noexcept {
        return static_cast<async_exit_stack&&>(*this);
    }

    /// @brief When it is awaited, exits all entries, the last one first, all being well, shielded
    /// from cancellation. The stack is empty, and can be used on.
    ///
    /// Within an exit of this stack it exits the rest, as part of the teardown that is under way.
    /// Throws: the failure that they leave. In Asio's coroutines nothing can be awaited once they
    /// are cancelled, this included: there let a run exit the stack.
    [[nodiscard]] Task<void> close() {
        bool const nested = current_ != nullptr;
        if (nested) {
            static_cast<void>(co_await detail::async_unwind<Task>(entries_, current_, current_));
        } else {
            detail::failure f(nullptr, &traits::is_cancellation);
            detail::teardown t{f, 0, policy, false};
            auto all = detail::async_unwind<Task>(entries_, current_, &t);
            part closing = await_apart(all);
            co_await concurrent::shielded(closing);
            if (f.failing()) {
                ::std::rethrow_exception(f.exception());
            }
        }
    }

    // A manager's. Runs use `async_exit_into`.

    [[nodiscard]] auto async_enter() {
        prepare();
        if constexpr (awaits_any) {
            return detail::stack_awaiter<async_exit_stack>(*this);
        } else {
            return offer(*this);
        }
    }
    /// @brief As `exit` of an `exit_stack`: for managers that have a stack as a member.
    [[nodiscard]] Task<bool> async_exit(outcome const& o) {
        bool suppressed = false;
        if (current_ != nullptr) {
            static_cast<void>(co_await detail::async_unwind<Task>(entries_, current_, current_));
        } else {
            detail::failure f(nullptr, &traits::is_cancellation);
            detail::failure const* const before = detail::failure_of(o);
            if (before != nullptr) {
                f.be(*before);
            }
            detail::teardown t{f, o.origin(), policy, false};
            static_cast<void>(co_await detail::async_unwind<Task>(entries_, current_, &t));
            suppressed = detail::tell(f, before);
        }
        co_return suppressed;
    }
    [[nodiscard]] Task<bool> async_exit_into(detail::teardown const& t) {
        room_.construct(t);
        if constexpr (begins_when_awaited) {
            if (leaving_.has_value()) {
                Task<bool> prepared(::std::move(*leaving_));
                leaving_.reset();
                return prepared;
            }
        }
        return detail::async_unwind<Task>(entries_, current_, __builtin_addressof(room_.value));
    }
    /// Whether that left room for a failure to be set aside.
    [[nodiscard]] bool has_room() const noexcept { return room_.value.has_room; }
    void abandon() noexcept { detail::abandon_all(entries_, current_); }

private:
    static constexpr detail::common_policy policy = detail::policy_of_stack<properties>;
    static constexpr bool begins_when_awaited = detail::begins_when_awaited<Task>;
    struct made_later {};

    /// Makes the coroutine that exits the entries, while there may be memory for it.
    void prepare() {
        if constexpr (begins_when_awaited) {
            leaving_.emplace(
                detail::async_unwind<Task>(entries_, current_, __builtin_addressof(room_.value)));
        }
    }
    [[nodiscard]] static Task<detail::stack_pack<async_exit_stack>> offer(async_exit_stack& s) {
        detail::stack_pack<async_exit_stack> const pack(s);
        co_return pack;
    }
    /// What is shielded does not throw, so that the memory for `all` is there already.
    [[nodiscard]] static part await_apart(Task<bool>& all) {
        static_cast<void>(co_await static_cast<Task<bool>&&>(all));
    }
    template <detail::callable_as As, class F>
    void add(F&& f) {
        using callable = ::std::decay_t<F>;
        if constexpr (detail::awaitable<detail::called_t<As, callable>>) {
            using entry = detail::awaited_callable<Task, callable, As>;
            detail::owned_entry<entry> made(new entry(static_cast<F&&>(f)));
            made->prepare();
            entries_.link(made.release());
        } else {
            detail::add_callable<As>(entries_, static_cast<F&&>(f));
        }
    }
    template <class Entry>
    [[nodiscard]] auto enter_entry(detail::owned_entry<Entry> given)
        -> Task<entered<resource_t<typename Entry::manager>>> {
        detail::owned_entry<Entry> made(static_cast<detail::owned_entry<Entry>&&>(given));
        using manager = typename Entry::manager;
        using resource = ::std::remove_reference_t<resource_t<manager>>;
        if constexpr (!async_manager<manager>) {
            if (!made->enter()) {
                if constexpr (Entry::facts::enter_is_fallible) {
                    made->throw_error();
                }
            }
        } else if constexpr (::std::is_void_v<resource>) {
            co_await made->held.entering();
            made->held.has_entered();
        } else {
            made->held.has_entered(co_await made->held.entering());
            made->throw_error();
        }
        Entry& e = made.release();
        entries_.link(e);
        if constexpr (::std::is_void_v<resource>) {
            co_return;
        } else if constexpr (awaits_any) {
            co_return e.resource();
        } else {
            co_return resource_ref<resource>(e.resource());
        }
    }

    detail::late<detail::teardown> room_;  // that of the run which exits it
    [[no_unique_address]] detail::choose_t<begins_when_awaited, ::std::optional<Task<bool>>,
                                           made_later> leaving_;
};

AMBIT_END

#endif
