// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_PUT_OFF_UNWINDING_HPP
#define AMBIT_MANAGER_PUT_OFF_UNWINDING_HPP

#include <ambit/version.hpp>

#include <exception>
#include <utility>

#if AMBIT_HAS_EXCEPTIONS && !defined(_MSC_VER)
#    define AMBIT_ITANIUM_ABI
// As <cxxabi.h> has it, which costs more to include.
namespace __cxxabiv1 {                                      // NOLINT(bugprone-reserved-identifier)
struct __cxa_eh_globals;                                    // NOLINT(bugprone-reserved-identifier)
extern "C" __cxa_eh_globals* __cxa_get_globals() noexcept;  // NOLINT(bugprone-reserved-identifier)
}  // namespace __cxxabiv1
#endif

AMBIT_BEGIN
namespace detail {

#if defined(AMBIT_ITANIUM_ABI)
// While the forced unwinding of a thread is in a handler, that cannot be left, nor can a handler of
// another exception be entered outside of it. So it is taken off the stack of what is caught, which
// is the first thing that the ABI keeps for a thread, and put there again to be thrown on. To leave
// the handler then means nothing to the runtime. Itanium C++ ABI: Exception Handling, 2.2.2.
[[nodiscard]] inline void*& innermost_caught() noexcept {
    return *reinterpret_cast<void**>(::__cxxabiv1::__cxa_get_globals());
}
/// Requires: in the handler of a forced unwinding, which must not be left before.
[[nodiscard]] inline void* put_off_unwinding() noexcept {
    return ::std::exchange(innermost_caught(), nullptr);
}
[[noreturn]] inline void go_on_unwinding(void* put_off) {
    innermost_caught() = put_off;
    throw;
}
#else
[[nodiscard]] inline void* put_off_unwinding() noexcept { ::std::terminate(); }
[[noreturn]] inline void go_on_unwinding(void*) { ::std::terminate(); }
#endif

}  // namespace detail
AMBIT_END

#undef AMBIT_ITANIUM_ABI

#endif
