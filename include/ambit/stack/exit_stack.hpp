// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_EXIT_STACK_HPP
#define AMBIT_STACK_EXIT_STACK_HPP

#include <ambit/stack/entries.hpp>
#include <ambit/stack/judge_entry.hpp>
#include <ambit/stack/unwind.hpp>

#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What the stacks of both kinds are: entries, and the teardown that is under way, if any is.
class stack_base {
public:
    stack_base() noexcept = default;
    stack_base(stack_base&& other) noexcept : entries_(static_cast<entry_list&&>(other.entries_)) {}
    stack_base& operator=(stack_base&&) = delete;

    /// @brief Whether there is no entry to be exited.
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

protected:
    ~stack_base() = default;

    entry_list entries_;
    teardown* current_ = nullptr;
};

// What a function has to be like that is pushed.

/// One whose result is bool is for a stack that says what may be suppressed.
template <class Facts, class Result>
inline constexpr bool says_what_it_suppresses =
    !::std::is_same_v<Result, bool> || fact_summary<Facts>::suppression_declared;
template <class Result>
inline constexpr bool is_exit_result = ::std::is_void_v<Result> || ::std::is_same_v<Result, bool>;
template <class F>
inline constexpr bool is_called_as_exit =
    ::std::is_invocable_v<F&, outcome const&> || ::std::is_invocable_v<F&>;

template <class Properties>
struct facts_of_stack {
    using summary = fact_summary<Properties>;
    using suppressed = typename summary::suppressed;
};
/// What the facts of a stack say of its exits, where it is closed by hand.
template <class Properties>
inline constexpr common_policy policy_of_stack{
    &detail::may_suppress<facts_of_stack<Properties>>,
    policy_of<typename fact_summary<Properties>::on_error>};

/// For what was refused: the type that it would have had.
template <class M>
struct entered_reference {
    using type = int&;
};
template <manager M>
struct entered_reference<M> {
    using type = ::std::add_lvalue_reference_t<resource_t<M>>;
};

}  // namespace detail

/// @brief `exit_stack<Fact...>`: a manager whose stages are entered while the program runs, as many
/// as it turns out to need. Its resource is itself.
///
/// ```
/// run(scope(exit_stack<>()) >> [&](exit_stack<>& open) {
///     for (auto const& path : paths) use(open.enter(file(path, std::ios::in)));
/// });
/// ```
///
/// To the pipeline it is the nested stages that its entries are: they are exited with it, the last
/// one first, each with the failure as that stands, which they may suppress or replace. Small
/// callables allocate nothing while there are few of them, and many share an allocation then; each
/// other entry is one allocation.
///
/// One object is one stack: not for use by several threads at once, nor by a run inside of another
/// run of it. For what may be so, as what `wrap` makes of it, let a factory make the stack.
///
/// Rules that are about two stages, ambit.needs, ambit.hidden_failure, ambit.lock_order and
/// ambit.exclusive, are not checked among entries: where the list is known when the program is
/// written, a pipeline is the better choice.
/// @tparam Fact what entries may suppress, `suppresses<E...>` or `suppresses_everything`, and what
/// becomes of a failing callable, `on_exit_error<P>`.
template <class... Fact>
class [[nodiscard]] exit_stack : public detail::stack_base {
public:
    using properties = ::ambit::properties<Fact...>;
    /// It is kept in the pipeline, for the rule ambit.escape.
    using kept_resource = exit_stack;
    /// Its exit says whether an entry suppressed the failure, which none may if the stack does not.
    using tells_what_it_swallows = void;

    [[nodiscard]] exit_stack() noexcept = default;
    /// @brief The entries of the other stack, which is empty then.
    exit_stack(exit_stack&& other) noexcept = default;
    exit_stack& operator=(exit_stack&&) = delete;
    /// @brief Exits what is left, as `close()` does; where that fails the program is terminated.
    /// Entries see a success, also where the stack is destroyed since something was thrown: what
    /// commits by its outcome belongs on a stack that is a stage.
    ~exit_stack() { close(); }

    /// @brief Enters m now, an rvalue moved in, an lvalue held by reference, and exits it with the
    /// stack, or when that is closed.
    ///
    /// Returns: its resource, by reference, valid until m is exited; nothing for a void one.
    /// Throws: what entering throws, an error that it enters with as an exception of its type, and
    /// `std::bad_alloc`, before m is entered; nothing is registered then.
    /// Suppresses: what both m and the stack declare. m's own `on_exit_error` holds for its exit.
    template <class M>
    auto enter(M&& m) -> typename detail::entered_reference<::std::remove_reference_t<M>>::type {
        using judged = detail::entry_subject<M, detail::usage::run>;
        constexpr bool accepted = detail::accepted<judged>;
#if AMBIT_ASSERTS_WITH_TEXT
        static_assert(accepted, detail::complaint<judged>());
#else
        using detail::no_complaint;  // clang prints its arguments in full where it is qualified
        static_assert(no_complaint<detail::violated_t<judged>, detail::complaint<judged>()>);
#endif
        if constexpr (accepted) {
            return enter_accepted<detail::stored_t<M>>(static_cast<M&&>(m));
        } else {
            ::std::terminate();
        }
    }

    /// @brief Registers f, to be called as an exit: with the `outcome const&`, or with nothing.
    ///
    /// Requires: f returns bool, whether it suppresses the failure, or void: on a stack that
    /// declares what may be suppressed, that is then suppressed after f ran. What f refers to lives
    /// until the stack is exited, as what is local to the body of the run does not.
    /// Throws: `std::bad_alloc`, and what copying f throws; f is not registered then, and has not
    /// been called.
    template <class F>
    void push(F&& f) {
        using callable = ::std::decay_t<F>;
        constexpr bool is_exit = detail::is_called_as_exit<callable>;
        static_assert(
            is_exit, "[ambit.manager] push takes a function of an `outcome const&`, or of nothing");
        if constexpr (is_exit) {
            using result = detail::called_t<detail::callable_as::exit, callable>;
            constexpr bool is_result = detail::is_exit_result<result>;
            static_assert(is_result,
                          "[ambit.manager] push takes a function that returns void or bool; defer "
                          "takes any");
            constexpr bool may = detail::says_what_it_suppresses<properties, result>;
            static_assert(may, "[ambit.suppression] the function returns bool: say what it may "
                               "suppress with exit_stack<suppresses<E...>>, or return void");
            if constexpr (is_result && may) {
                detail::add_callable<detail::callable_as::exit>(entries_, static_cast<F&&>(f));
            }
        }
    }
    /// @brief Registers f, to be called with nothing; what it returns is ignored, and it suppresses
    /// nothing. Requires, of what f refers to, and throws: as `push`.
    template <class F>
    void defer(F&& f) {
        constexpr bool is_deferred = ::std::is_invocable_v<::std::decay_t<F>&>;
        static_assert(is_deferred, "[ambit.manager] defer takes a function of no arguments");
        if constexpr (is_deferred) {
            constexpr bool is_call = !detail::awaitable<::std::invoke_result_t<::std::decay_t<F>&>>;
            static_assert(is_call, "[ambit.async] the function returns an awaitable, which nobody "
                                   "here would await: use an async_exit_stack");
            if constexpr (is_call) {
                detail::add_callable<detail::callable_as::deferred>(entries_, static_cast<F&&>(f));
            }
        }
    }

    /// @brief Moves all entries to a new stack. This one is empty, and can be used on.
    [[nodiscard]] exit_stack pop_all() noexcept { return static_cast<exit_stack&&>(*this); }

    /// @brief Exits all entries now, the last one first, all being well, and what they register
    /// meanwhile. The stack is empty, and can be used on.
    ///
    /// Within an exit of this stack it exits the rest, as part of the teardown that is under way.
    /// Throws: the failure that they leave; `on_exit_error<aggregate>` has all in one.
    void close() {
        if (current_ != nullptr) {
            detail::unwind(entries_, current_, *current_);
        } else if (!entries_.empty()) {
            detail::failure f(nullptr);
            detail::teardown t{f, 0, policy, false};
            exit_into(t);
            if (f.failing()) {
                ::std::rethrow_exception(f.exception());
            }
        }
    }

    // A manager's. Runs use `exit_into`; `exit` is for managers that have a stack as a member.

    [[nodiscard]] exit_stack& enter() noexcept { return *this; }
    /// @brief Exits all entries with this outcome. Returns whether the failure was suppressed;
    /// throws the failure that took its place, or else the first that was set aside; others that
    /// were are lost, where as a stage the stack keeps them.
    bool exit(outcome const& o) {
        if (current_ != nullptr) {
            detail::unwind(entries_, current_, *current_);
            return false;
        }
        detail::failure f(nullptr);
        detail::failure const* const before = detail::failure_of(o);
        if (before != nullptr) {
            f.be(*before);
        }
        detail::teardown t{f, o.origin(), policy, false};
        exit_into(t);
        return detail::tell(f, before);
    }
    void exit_into(detail::teardown& t) { detail::unwind(entries_, current_, t); }

private:
    static constexpr detail::common_policy policy = detail::policy_of_stack<properties>;

    template <class Kept>
    auto enter_accepted(Kept&& m)
        -> ::std::add_lvalue_reference_t<resource_t<::std::remove_reference_t<Kept>>> {
        using entry = detail::entered_entry<Kept>;
        detail::owned_entry<entry> made(new entry(static_cast<Kept&&>(m)));
        if (!made->enter()) {
            if constexpr (entry::facts::enter_is_fallible) {
                made->throw_error();
            }
        }
        entry& e = made.release();
        entries_.link(e);
        if constexpr (!::std::is_void_v<resource_t<::std::remove_reference_t<Kept>>>) {
            return e.resource();
        }
    }
};

AMBIT_END

#endif
