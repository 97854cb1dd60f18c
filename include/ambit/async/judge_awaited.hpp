// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_JUDGE_AWAITED_HPP
#define AMBIT_ASYNC_JUDGE_AWAITED_HPP

#include <ambit/analysis/judge.hpp>
#include <ambit/async/operand.hpp>
#include <ambit/async/stages.hpp>

#include <coroutine>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// A coroutine's promise takes what is awaited there.
template <class Coroutine, class A>
concept awaits = !detail::transforms<typename ::std::coroutine_traits<Coroutine>::promise_type>() ||
                 requires(typename ::std::coroutine_traits<Coroutine>::promise_type& p, A&& a) {
                     p.await_transform(static_cast<A&&>(a));
                 };

/// [ambit.manager] A run's coroutine can await what its stages, and its body, return: some await
/// their own kind alone.
template <class Coroutine>
struct awaits_stages : judges_subject {
    static constexpr char const* code = rules::manager::code;

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return body_fits<Subject> && stages_fit(typename Subject::entries());
    }
    template <class Subject>
    static constexpr void explain(message& m) {
        bool first = true;
        explain_stages(m, first, typename Subject::entries());
        if constexpr (!body_fits<Subject>) {
            detail::next_clause(m, first) << "the body returns ";
            m.quoted<typename Subject::returned>();
        }
        m << (first ? "" : ", which ");
        m.quoted<Coroutine>()
            << " cannot await: use managers for that coroutine type, or name another one, "
               "async_run<Task>(block)";
    }

private:
    template <class Subject>
    static constexpr bool body_fits = [] {
        if constexpr (awaitable<typename Subject::returned>) {
            return awaits<Coroutine, typename Subject::returned>;
        } else {
            return true;
        }
    }();
    template <class... A>
    static consteval bool all_fit(list<A...>) {
        return (awaits<Coroutine, A> && ...);
    }
    template <class E>
    static constexpr bool fits = all_fit(typename cell_for<part<E, true>>::awaitables());
    template <class... E>
    static consteval bool stages_fit(list<E...>) {
        return (fits<E> && ...);
    }
    template <class... A>
    static constexpr void name_first(message& m, list<A...>) {
        bool named = false;
        ((!named && !awaits<Coroutine, A> ? void((m.quoted<A>(), named = true)) : void()), ...);
    }
    template <class E>
    static constexpr void explain_stage(message& m, bool& first) {
        if constexpr (!fits<E>) {
            detail::next_clause(m, first) << "stage " << E::index << " ";
            m.quoted<bare_t<typename E::manager>>() << " returns ";
            name_first(m, typename cell_for<part<E, true>>::awaitables());
        }
    }
    template <class... E>
    static constexpr void explain_stages(message& m, bool& first, list<E...>) {
        (explain_stage<E>(m, first), ...);
    }
};

/// A block whose rules hold, as a run in coroutines of this type.
template <class Subject, class Coroutine>
struct run_in : Subject {};
template <class Subject, class Coroutine>
struct violated<run_in<Subject, Coroutine>> {
    using type = typename decltype(detail::first_violated<run_in<Subject, Coroutine>>(
        list<awaits_stages<Coroutine>>()))::type;
};

}  // namespace detail
AMBIT_END

#endif
