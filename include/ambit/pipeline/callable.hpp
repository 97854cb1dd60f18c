// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_CALLABLE_HPP
#define AMBIT_PIPELINE_CALLABLE_HPP

#include <ambit/manager/fact_list.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What a function type returns and takes.
template <class R, class... P>
struct signature {
    using result = R;
    using parameters = list<P...>;
    template <class C>
    using member_of = signature<R, C&, P...>;
};

template <class F>
struct function_signature {};
template <class R, class... P>
struct function_signature<R(P...)> {
    using type = signature<R, P...>;
    using object = void;
};
template <class R, class... P>
struct function_signature<R(P...) noexcept> : function_signature<R(P...)> {};

// The types of member functions: const or not, for lvalues or not; noexcept is part of the type.
#define AMBIT_MEMBER_FUNCTION(qualifiers, constness)       \
    template <class R, class... P>                         \
    struct function_signature<R(P...) qualifiers> {        \
        using type = signature<R, P...>;                   \
        using object = int constness;                      \
    };                                                     \
    template <class R, class... P>                         \
    struct function_signature<R(P...) qualifiers noexcept> \
        : function_signature<R(P...) qualifiers> {};
AMBIT_MEMBER_FUNCTION(const, const)
AMBIT_MEMBER_FUNCTION(&, )
AMBIT_MEMBER_FUNCTION(const&, const)
#undef AMBIT_MEMBER_FUNCTION

template <class M>
struct member_signature {};
template <class F, class C>
    requires ::std::is_function_v<F> && requires { typename function_signature<F>::type; }
struct member_signature<F C::*> {
    using call = typename function_signature<F>::type;
    using type = typename call::template member_of<::std::conditional_t<
        ::std::is_const_v<typename function_signature<F>::object>, C const, C>>;
};
template <class T, class C>
    requires(!::std::is_function_v<T>)
struct member_signature<T C::*> {
    using type = signature<T const&, C const&>;
};

template <class F>
struct call_signature {};
template <class F>
    requires ::std::is_function_v<F>
struct call_signature<F> : function_signature<F> {};
template <class F>
    requires ::std::is_function_v<F>
struct call_signature<F*> : function_signature<F> {};
template <class F>
    requires ::std::is_member_pointer_v<F>
struct call_signature<F> : member_signature<F> {};
template <class F>
    requires requires { typename member_signature<decltype(&F::operator())>::call; }
struct call_signature<F> {
    using type = typename member_signature<decltype(&F::operator())>::call;
};

// Since C++23 a call operator may be static, or take its object as a parameter: then its address is
// that of a function.
template <class F, class Signature>
struct without_object {
    using type = Signature;
};
template <class F, class R, class Self, class... P>
    requires ::std::is_same_v<::std::remove_cvref_t<Self>, F>
struct without_object<F, signature<R, Self, P...>> {
    using type = signature<R, P...>;
};
template <class F>
    requires requires {
        typename function_signature<::std::remove_pointer_t<decltype(&F::operator())>>::type;
    }
struct call_signature<F>
    : without_object<
          F, typename function_signature<::std::remove_pointer_t<decltype(&F::operator())>>::type> {
};

/// F has one signature that is no template: a function, a pointer to function or member, or a
/// class with one call operator.
template <class F>
concept has_signature = requires { typename call_signature<::std::remove_cvref_t<F>>::type; };
template <class F>
using signature_t = typename call_signature<::std::remove_cvref_t<F>>::type;

/// F can be called with something, whatever that is.
template <class F>
[[nodiscard]] consteval bool calls_something() {
    // A function without a signature here has a variable list of arguments.
    if constexpr (has_signature<F> || ::std::is_function_v<::std::remove_pointer_t<F>>) {
        return true;
    } else if constexpr (::std::is_class_v<F> && !::std::is_final_v<F>) {
        // A call operator of F's own makes the name ambiguous; a template's has no address.
        struct own {
            void operator()();
        };
        struct both : F, own {};
        return !requires { &both::operator(); };
    } else {
        return false;
    }
}
template <class F>
concept callable = calls_something<::std::remove_cvref_t<F>>();

template <class Object, class T, class C>
[[nodiscard]] consteval bool is_member_of(T C::* const*) noexcept {
    return ::std::is_base_of_v<C, Object>;
}

/// Calls f, which may be a pointer to a member of what the first argument is or points to.
template <class F, class... A>
AMBIT_ALWAYS_INLINE constexpr decltype(auto) invoke(F& f, A&&... a) noexcept(
    ::std::is_nothrow_invocable_v<F&, A...>) {
    return f(static_cast<A&&>(a)...);
}
template <class F, class A, class... More>
    requires ::std::is_member_pointer_v<::std::remove_const_t<F>>
AMBIT_ALWAYS_INLINE constexpr decltype(auto) invoke(F& f, A&& a, More&&... more) noexcept(
    ::std::is_nothrow_invocable_v<F&, A, More...>) {
    auto&& object = [&]() -> decltype(auto) {
        if constexpr (is_member_of<::std::remove_cvref_t<A>>(static_cast<F const*>(nullptr))) {
            return static_cast<A&&>(a);
        } else if constexpr (requires { *static_cast<A&&>(a); }) {
            return *static_cast<A&&>(a);
        } else {
            return a.get();  // std::reference_wrapper
        }
    }();
    if constexpr (::std::is_member_function_pointer_v<F>) {
        return (static_cast<decltype(object)>(object).*f)(static_cast<More&&>(more)...);
    } else {
        return (static_cast<decltype(object)>(object).*f);
    }
}

}  // namespace detail
AMBIT_END

#endif
