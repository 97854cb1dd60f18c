// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_JUDGE_ENTRY_HPP
#define AMBIT_STACK_JUDGE_ENTRY_HPP

#include <ambit/analysis/judge.hpp>
#include <ambit/manager/many_exits.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class M>
inline constexpr bool attaches_to_runs = requires { &bare_t<M>::running::attach; };

/// [ambit.manager] A pipeline is no entry: each manager is one.
struct no_pipeline : judges_subject {
    static constexpr char const* code = rules::manager::code;

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return !a_pipeline<typename Subject::given>;
    }
    template <class Subject>
    static constexpr void explain(message& m) {
        m << "a stack enters one manager at a time, and this is a pipeline: enter its stages one "
             "by "
             "one";
    }
};

/// [ambit.manager] A stack enters a manager, whose enter and exit are calls.
struct one_entry : judges_subject {
    static constexpr char const* code = rules::manager::code;

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return mend(typename Subject::entries()) == nullptr;
    }
    template <class Subject>
    static constexpr void explain(message& m) {
        explain_one(m, typename Subject::entries());
    }

private:
    template <class E>
    static consteval char const* mend(list<E>) {
        using manager = typename E::manager;
        if (E::classified::made_by_factory) {
            return "is what a factory makes: enter what that returns";
        }
        if (surrounding<manager> ||
            requires { typename bare_t<manager>::running::awaited_inside; }) {
            return "is an around, inside of whose function the rest has to run: use it as a stage";
        }
        if (detail::attaches_to_runs<manager>) {
            return "has to do with what a run awaits inside of it: use it as a stage";
        }
        if (!AMBIT_HAS_EXCEPTIONS && manager_facts<manager>::enter_is_fallible) {
            return "enters with an expected-like, whose error a stack would have to throw";
        }
        return nullptr;
    }
    template <class E>
    static constexpr void explain_one(message& m, list<E> all) {
        m.quoted<bare_t<typename E::manager>>() << " " << mend(all);
    }
};

/// [ambit.suspend] What is entered on an asynchronous stack is held while that is awaited.
struct unbound_entry : judges_subject {
    static constexpr char const* code = rules::suspend::code;

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return !detail::is_async(Subject::use) || !is_bound(typename Subject::stages());
    }
    template <class Subject>
    static constexpr void explain(message& m) {
        name(m, typename Subject::stages()) << " is thread_bound, and an asynchronous stack may be "
                                               "closed in another thread: use an "
                                               "asynchronous mutex, or a stage inside";
    }

private:
    template <class... S>
    static consteval bool is_bound(list<S...>) {
        return (has_fact<S, thread_bound> || ...);
    }
    template <class S>
    static constexpr message& name(message& m, list<S>) {
        return m.quoted<typename S::manager_type>();
    }
};

/// [ambit.async] A synchronous stack cannot wait.
struct called_entry : judges_subject {
    static constexpr char const* code = rules::async::code;

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return rules::async::holds<Subject>();
    }
    template <class Subject>
    static constexpr void explain(message& m) {
        name(m, typename Subject::stages())
            << " can be entered asynchronously only: use an async_exit_stack";
    }

private:
    template <class S>
    static constexpr message& name(message& m, list<S>) {
        return m.quoted<typename S::manager_type>();
    }
};

/// A manager that is about to be entered on a stack, judged as a pipeline of its own.
template <class M, usage Use>
struct entry_subject : subject<list<stage_t<M>>, false, void, list<>, Use> {
    using given = M;
};

/// Only by the rules that look at no other stage.
template <class M, usage Use>
struct violated<entry_subject<M, Use>> {
    using type = typename decltype(detail::first_violated<entry_subject<M, Use>>(
        list<no_pipeline, rules::manager, rules::suppression, one_entry, rules::suspend,
             unbound_entry, called_entry>()))::type;
};

}  // namespace detail
AMBIT_END

#endif
