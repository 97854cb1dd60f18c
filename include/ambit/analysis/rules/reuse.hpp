// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_REUSE_HPP
#define AMBIT_ANALYSIS_RULES_REUSE_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.reuse] What may run again has no single_use stage. A factory that makes one is
/// none.
struct reuse : detail::judges_subject {
    static constexpr char const* code = "ambit.reuse";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return !detail::runs_again(Subject::use) || holds_for(typename Subject::entries());
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        explain_all(m, typename Subject::entries());
        // Only `wrap` lets a pipeline that has no body run.
        m << (Subject::has_body ? ", but this may run again: run an rvalue, as by "
                                  "run(std::move(block)), or let a factory make the manager"
                                : ", but each call of what wrap makes runs it again: let a factory "
                                  "make the manager, as by scope([] { return manager(); })");
    }

private:
    template <class E>
    static constexpr bool used_up =
        E::kind == detail::stage_kind::manager && !E::classified::made_by_factory &&
        detail::contains<properties_of<typename E::manager>, single_use>;
    template <class... E>
    static consteval bool holds_for(detail::list<E...>) {
        return !(used_up<E> || ...);
    }
    template <class... E>
    static constexpr void explain_all(detail::message& m, detail::list<E...>) {
        bool first = true;
        ((used_up<E> ? void((detail::next_clause(m, first) << "stage " << E::index << " ")
                                .template quoted<detail::bare_t<typename E::manager>>()
                            << " is single_use")
                     : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
