// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_PLAN_TEXT_HPP
#define AMBIT_ANALYSIS_PLAN_TEXT_HPP

#include <ambit/analysis/message.hpp>
#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace detail {

template <class... E>
constexpr void write_suppressed(message& m, list<E...>) {
    bool first = true;
    (((m << (first ? "" : ", ")).template type<E>(), first = false), ...);
}

constexpr void write_exit_policy(message& m, exit_policy policy) {
    switch (policy) {
    case exit_policy::keep_first:
        break;
    case exit_policy::keep_last:
        m << ", keeps the last failure";
        break;
    case exit_policy::aggregate:
        m << ", aggregates failures";
        break;
    case exit_policy::terminate:
        m << ", terminates on a failing exit";
        break;
    }
}

template <class... F>
constexpr void write_facts(message& m, properties<F...>) {
    bool first = true;
    ((kind_of<F> == fact_kind::suppression || kind_of<F> == fact_kind::exit_error
          ? void()
          : void(((m << (first ? "; " : ", ")).template type<F>(), first = false))),
     ...);
}

template <class S>
constexpr void write_stage(message& m) {
    m << S::index << " ";
    m.type<typename S::manager_type>() << ": ";
    if constexpr (is_determined<S>) {
        using facts = facts_in<S>;
        if constexpr (facts::summary::suppresses_everything) {
            m << "suppresses everything";
        } else if constexpr (facts::suppresses) {
            write_suppressed(m << "suppresses ", typename facts::suppressed());
        } else {
            m << "suppresses nothing";
        }
        write_exit_policy(m, facts::policy);
        write_facts(m, facts_of<S>());
    } else {
        m << "undetermined";
    }
    m << "\n";
}

template <class Stages>
struct plan_writer;
template <class... S>
struct plan_writer<list<S...>> {
    static constexpr auto write() {
        message m;
        (write_stage<S>(m), ...);
        return m;
    }
    static constexpr ::std::size_t size = write().size();
};

template <class Stages>
inline constexpr auto plan_text = text<plan_writer<Stages>::size>(plan_writer<Stages>::write());

}  // namespace detail
AMBIT_END

#endif
