// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_CAUGHT_HPP
#define AMBIT_MANAGER_CAUGHT_HPP

#include <ambit/version.hpp>

#include <exception>
#include <type_traits>
#include <typeinfo>

AMBIT_BEGIN
namespace detail {

/// The exception in p seen as an E (of that type or derived from it), else null. Valid as long as
/// p holds the exception.
///
/// libstdc++ lets an exception be asked for its type, by the function that its own handlers use;
/// elsewhere, and without RTTI, it is thrown once more, which costs about a microsecond.
template <class E>
[[nodiscard]] E const* caught_as(::std::exception_ptr const& p) noexcept {
    if (p == nullptr) {
        return nullptr;
    }
#if defined(__GLIBCXX__) && defined(__GXX_RTTI)
    void* object = nullptr;
    static_assert(sizeof p == sizeof object);
    __builtin_memcpy(&object, &p, sizeof object);
    ::std::type_info const* const thrown = p.__cxa_exception_type();
    if constexpr (::std::is_class_v<E>) {
        bool const is_one = typeid(E).__do_catch(thrown, &object, 1);
        return is_one ? static_cast<E const*>(object) : nullptr;
    } else {
        return *thrown == typeid(E) ? static_cast<E const*>(object) : nullptr;
    }
#elif AMBIT_HAS_EXCEPTIONS
    try {
        ::std::rethrow_exception(p);
    } catch (E const& e) {
#    if defined(__GLIBCXX__)
        if constexpr (!::std::is_class_v<E>) {  // a pointer is caught as a copy
            void* object = nullptr;
            __builtin_memcpy(&object, &p, sizeof object);
            return static_cast<E const*>(object);
        }
#    endif
        return __builtin_addressof(e);
    } catch (...) {
        return nullptr;
    }
#else
    return nullptr;
#endif
}

}  // namespace detail
AMBIT_END

#endif
