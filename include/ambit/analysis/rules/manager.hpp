// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_MANAGER_HPP
#define AMBIT_ANALYSIS_RULES_MANAGER_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace detail {

/// Whether M has a member named exit, whatever that takes.
template <class M>
[[nodiscard]] consteval bool names_exit() {
    if constexpr (::std::is_class_v<M> && !::std::is_final_v<M>) {
        struct own {
            void exit();
        };
        struct both : M, own {};
        return !requires { &both::exit; };
    } else {
        return false;
    }
}

/// Why M is no manager, in words.
template <class M>
constexpr void say_what_is_missing(message& m) noexcept {
    using bare = bare_t<M>;
    if constexpr (requires { bare::why_no_manager(); }) {
        m << bare::why_no_manager();
    } else if constexpr (!has_enter<sync_form, M> && !has_enter<async_form, M>) {
        if constexpr (::std::is_const_v<M> && has_enter<sync_form, ::std::remove_const_t<M>>) {
            m << "is const and its enter() is not: pass it, or the block, as non-const";
        } else {
            m << (names_exit<bare>() ? "has no enter()" : "has neither enter() nor exit()")
              << ", and is no callable that returns a manager";
        }
    } else if constexpr (!has_enter<sync_form, M> &&
                         ::std::is_same_v<entered_t<async_form, M>, missing>) {
        m << "has an async_enter() that returns no awaitable";
    } else {
        using form = ::std::conditional_t<has_enter<sync_form, M>, sync_form, async_form>;
        if constexpr (!returns_a_resource<form, M>) {
            m << "enters with ";
            m.quoted<entered_t<form, M>>()
                << ", which is no resource: return void, an object or an lvalue reference";
        } else if constexpr (!exit_of<form, M>::exists) {
            m << (::std::is_same_v<form, sync_form> ? "has an enter(), but no exit"
                                                    : "has an async_enter(), but no async_exit")
              << " that takes (R&, outcome const&), (R&), (outcome const&) or (), R being ";
            m.quoted<entered_resource_t<form, M>>() << " (is it public?)";
        } else if constexpr (::std::is_same_v<typename exit_of<form, M>::result, missing>) {
            m << "has an async_exit that returns no awaitable";
        } else {
            m << "has an exit that returns ";
            m.quoted<typename exit_of<form, M>::result>() << ": return void or bool";
        }
    }
}

/// A manager of both forms enters with one resource, so that a body does not depend on the run.
template <class M, bool Both = manager_in_form<async_form, M> && manager_in_form<sync_form, M>>
inline constexpr bool forms_differ = false;
template <class M>
inline constexpr bool forms_differ<M, true> =
    !has_running<M> &&
    !::std::is_same_v<entered_resource_t<sync_form, M>, entered_resource_t<async_form, M>>;

template <class M>
inline constexpr bool misstates_properties = !is_properties<stated_properties_t<bare_t<M>>>;

}  // namespace detail

namespace rules {

/// @brief [ambit.manager] Each stage is a manager, or a factory that returns one.
struct manager : detail::judges_subject {
    static constexpr char const* code = "ambit.manager";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        return holds_for(typename Subject::entries());
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        explain_all(m, typename Subject::entries());
    }

private:
    template <class E>
    static constexpr bool is_one =
        E::kind == detail::stage_kind::manager
            ? !detail::misstates_properties<typename E::manager> &&
                  !detail::forms_differ<typename E::manager>
            : E::kind == detail::stage_kind::unbound || E::kind == detail::stage_kind::unknown;
    template <class... E>
    static consteval bool holds_for(detail::list<E...>) {
        return (is_one<E> && ...);
    }
    template <class... E>
    static constexpr void explain_all(detail::message& m, detail::list<E...>) {
        bool first = true;
        (explain_one<E>(m, first), ...);
    }
    template <class E>
    static constexpr void explain_one(detail::message& m, bool& first) {
        if constexpr (!is_one<E>) {
            using kind = detail::stage_kind;
            detail::next_clause(m, first) << "stage " << E::index << " ";
            if constexpr (E::kind == kind::manager && detail::forms_differ<typename E::manager>) {
                m.quoted<detail::bare_t<typename E::manager>>()
                    << " has an enter() and an async_enter() with different resources: let both "
                       "return the same type";
            } else if constexpr (E::kind == kind::manager) {
                m.quoted<detail::bare_t<typename E::manager>>()
                    << " has a `properties` that is no ambit::properties<...>";
            } else if constexpr (E::kind == kind::makes_none) {
                using made = typename E::classified::made;
                m.quoted<detail::bare_t<typename E::source>>()
                    << " is a factory, but what it returns is "
                       "no manager: ";
                m.quoted<made>() << " ";
                if constexpr (::std::is_void_v<made>) {
                    m << "is nothing";
                } else {
                    detail::say_what_is_missing<::std::remove_reference_t<made>>(m);
                }
            } else if constexpr (E::kind == kind::cannot_move) {
                m.quoted<typename E::source::type>()
                    << " cannot be moved into the pipeline: give it a name and pass that";
            } else {
                m.quoted<detail::bare_t<typename E::source>>() << " is no manager: it ";
                detail::say_what_is_missing<typename E::source>(m);
            }
        }
    }
};

}  // namespace rules
AMBIT_END

#endif
