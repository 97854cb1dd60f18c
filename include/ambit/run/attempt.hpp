// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_ATTEMPT_HPP
#define AMBIT_RUN_ATTEMPT_HPP

#include <ambit/manager/surround.hpp>

#include <cxxabi.h>
#include <cstddef>
#include <exception>

AMBIT_BEGIN
namespace detail {

/// Returns `f()`. What that throws is handed to `caught()`, within the handler; its result is
/// returned. The forced unwinding of a thread is shown to `forced()` and goes on (rule 3.7).
template <class F, class Forced, class Caught>
AMBIT_ALWAYS_INLINE constexpr auto attempt(F&& f, [[maybe_unused]] Forced&& forced,
                                           [[maybe_unused]] Caught&& caught) -> decltype(f()) {
#if AMBIT_HAS_EXCEPTIONS
    try {
        return f();
    }
#    if defined(__GLIBCXX__)
    catch (::abi::__forced_unwind&) {
        forced();
        throw;
    }
#    endif
    catch (...) {
        return caught();
    }
#else
    return f();
#endif
}

/// Throws the exception that is being handled once more.
[[noreturn]] inline void rethrow() {
#if AMBIT_HAS_EXCEPTIONS
    throw;
#else
    ::std::terminate();
#endif
}

/// A stage that surrounds others did not yield once, but so often.
[[noreturn]] inline void throw_generator_error(::std::size_t calls) {
#if AMBIT_HAS_EXCEPTIONS
    throw generator_error(calls == 0 ? "ambit: the function of around did not yield"
                                     : "ambit: the function of around yielded twice");
#else
    static_cast<void>(calls);
    ::std::terminate();
#endif
}

}  // namespace detail
AMBIT_END

#endif
