// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_ASYNC_HPP
#define AMBIT_ANALYSIS_RULES_ASYNC_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.async] `run` takes a block in which all can be done synchronously.
struct async : detail::judges_subject {
    static constexpr char const* code = "ambit.async";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return Subject::use == detail::usage::check || detail::is_async(Subject::use) ||
               !is_async<Subject>(typename Subject::stages());
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        bool first = true;
        explain_stages(m, first, typename Subject::stages());
        if constexpr (Subject::has_body && detail::awaitable<typename Subject::returned>) {
            detail::next_clause(m, first) << "the body returns the awaitable ";
            m.quoted<typename Subject::returned>();
        }
        m << ": run it with async_run";
    }

private:
    template <class Subject, class... S>
    static consteval bool is_async(detail::list<S...>) {
        return (detail::facts_in<S>::async_only || ...) ||
               (Subject::has_body && detail::awaitable<typename Subject::returned>);
    }
    template <class... S>
    static constexpr void explain_stages(detail::message& m, bool& first, detail::list<S...>) {
        ((detail::facts_in<S>::async_only
              ? void(detail::name_stage<S>(detail::next_clause(m, first))
                     << " can be entered asynchronously only")
              : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
