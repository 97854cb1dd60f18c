// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_ESCAPE_HPP
#define AMBIT_ANALYSIS_RULES_ESCAPE_HPP

#include <ambit/analysis/subject.hpp>

AMBIT_BEGIN
namespace detail {

/// The class type that a result refers or points to, else void.
template <class T>
struct referred {
    using target = ::std::remove_cv_t<::std::remove_pointer_t<::std::remove_cvref_t<T>>>;
    static constexpr bool refers =
        ::std::is_reference_v<T> || ::std::is_pointer_v<::std::remove_cv_t<T>>;
    using direct = ::std::conditional_t<::std::is_reference_v<T>, ::std::remove_cvref_t<T>, target>;
    using type =
        ::std::conditional_t<refers && (::std::is_class_v<direct> || ::std::is_union_v<direct>),
                             direct, void>;
};

/// Whether M is in the pipeline itself, and not referred to.
template <class M>
inline constexpr bool is_kept = true;
template <class M>
inline constexpr bool is_kept<M&> = false;
template <class M, class... Fact>
inline constexpr bool is_kept<with_facts<M, Fact...>> = is_kept<M>;

/// The type of the resource that the stage E keeps in the pipeline, else void.
template <class E>
[[nodiscard]] consteval auto kept_resource() {
    using M = typename E::manager;
    if constexpr (!requires { typename bare_t<M>::kept_resource; }) {
        return ::std::type_identity<::std::conditional_t<
            ::std::is_object_v<resource_t<M>>, ::std::remove_cv_t<resource_t<M>>, void>>();
    } else {
        return ::std::type_identity<::std::conditional_t<
            is_kept<typename E::classified::kept>, typename bare_t<M>::kept_resource, void>>();
    }
}

}  // namespace detail

namespace rules {

/// @brief [ambit.escape] The body returns no reference or pointer to what ends with the run.
struct escape : detail::judges_subject {
    static constexpr char const* code = "ambit.escape";

    template <class Subject>
    [[nodiscard]] static consteval bool holds() {
        if constexpr (Subject::has_body && Subject::layout::known::value &&
                      !::std::is_void_v<target<Subject>>) {
            return holds_for<target<Subject>>(typename Subject::entries());
        } else {
            return true;
        }
    }
    template <class Subject>
    static constexpr void explain(detail::message& m) {
        m << "the body returns ";
        m.quoted<typename Subject::result>() << ", which may refer to the resource of ";
        bool first = true;
        explain_all<target<Subject>>(m, first, typename Subject::entries());
        m << " that ends with the run: return a value, or say acknowledges<rules::escape>";
    }

private:
    template <class Subject>
    using target = typename detail::referred<typename Subject::result>::type;

    template <class Target, class E>
    static consteval bool may_escape() {
        using M = typename E::manager;
        return ::std::is_same_v<typename decltype(detail::kept_resource<E>())::type, Target> &&
               !has_fact<M, acknowledges<escape>>;
    }
    template <class Target, class... E>
    static consteval bool holds_for(detail::list<E...>) {
        return !(may_escape<Target, E>() || ...);
    }
    template <class Target, class... E>
    static constexpr void explain_all(detail::message& m, bool& first, detail::list<E...>) {
        ((may_escape<Target, E>()
              ? void(((m << (first ? "" : " and ") << "stage " << E::index << " ")
                          .template quoted<detail::bare_t<typename E::manager>>(),
                      first = false))
              : void()),
         ...);
    }
};

}  // namespace rules
AMBIT_END

#endif
