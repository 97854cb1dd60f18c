// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_SUSPEND_HPP
#define AMBIT_ANALYSIS_RULES_SUSPEND_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace rules {

/// @brief [ambit.suspend] In what can only run asynchronously, no thread_bound stage encloses a
/// suspension, and no enter blocks.
///
/// C++ Core Guidelines CP.52: do not hold locks or other synchronization primitives over
/// suspension points.
struct suspend : detail::judges_subject {
    static constexpr char const* code = "ambit.suspend";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        if constexpr (applies<Subject>(typename Subject::stages())) {
            return holds_for(typename Subject::stages(), body_suspends<Subject>);
        } else {
            return true;
        }
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        explain_all(m, typename Subject::stages(), body_suspends<Subject>);
    }

private:
    template <class Subject>
    static constexpr bool body_suspends =
        Subject::has_body && detail::awaitable<typename Subject::returned>;
    template <class Subject, class... S>
    static consteval bool applies(detail::list<S...>) {
        return detail::is_async(Subject::use) || body_suspends<Subject> ||
               (detail::facts_in<S>::async_only || ...);
    }

    /// It must not enclose a suspension: it is bound to its thread, or calls what it encloses.
    template <class S>
    static constexpr bool bound =
        detail::contains<typename S::properties, thread_bound> || detail::facts_in<S>::around;
    template <class S>
    static constexpr bool suspends = detail::facts_in<S>::has_async;
    template <class S>
    static constexpr bool blocks =
        detail::contains<typename S::properties, blocking> && !detail::facts_in<S>::has_async;

    /// One manager of two that are entered together is bound while the other suspends.
    template <class S>
    static constexpr bool suspends_itself =
        bound<S> && suspends<S> && detail::resource_pack<typename S::resource_type>;

    template <class... S>
    static consteval bool holds_for(detail::list<S...>, bool body) {
        bool is_bound = false;
        bool good = true;
        ((good = good && !blocks<S> && !(is_bound && suspends<S>) && !suspends_itself<S>,
          is_bound = is_bound || bound<S>),
         ...);
        return good && !(is_bound && body);
    }
    /// What has to be mended.
    struct wrong {
        bool lock = false;
        bool function = false;  // of an around
    };
    template <class S, class... All>
    static constexpr void explain_bound(detail::message& m, bool& first, wrong& w,
                                        detail::list<All...>, bool body) {
        bool const encloses = body || ((All::index > S::index && suspends<All>) || ...);
        if (bound<S> && encloses) {
            (detail::facts_in<S>::around ? w.function : w.lock) = true;
            detail::name_stage<S>(detail::next_clause(m, first))
                << (detail::facts_in<S>::around ? " is synchronous and encloses "
                                                : " is thread_bound and encloses ");
            bool named = false;
            ((All::index > S::index && suspends<All>
                  ? void((detail::name_stage<All>(m << (named ? ", " : "")), named = true))
                  : void()),
             ...);
            m << (body ? (named ? ", and the awaitable body" : "the awaitable body") : "")
              << (detail::facts_in<S>::around
                      ? ", where the run may suspend"
                      : ", where the run may suspend and go on in another thread");
        }
    }
    template <class... S>
    static constexpr void explain_all(detail::message& m, [[maybe_unused]] detail::list<S...> all,
                                      bool body) {
        bool first = true;
        wrong w;
        (explain_bound<S>(m, first, w, all, body), ...);
        ((suspends_itself<S>
              ? void((detail::name_stage<S>(detail::next_clause(m, first))
                          << " is thread_bound by one of its managers while the other may suspend",
                      w.lock = true))
              : void()),
         ...);
        ((blocks<S> ? void(detail::name_stage<S>(detail::next_clause(m, first))
                           << " is blocking, in what runs asynchronously")
                    : void()),
         ...);
        if (w.lock) {
            m << ": acquire it inside, after the suspensions, or use an asynchronous mutex";
        }
        if (w.function) {
            m << ": let the function of around return an awaitable";
        }
        if (!w.lock && !w.function) {
            m << ": use a manager with an asynchronous form";
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
