// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_VERSION_HPP
#define AMBIT_VERSION_HPP

#define AMBIT_VERSION_MAJOR 0
#define AMBIT_VERSION_MINOR 1
#define AMBIT_VERSION_PATCH 0
#define AMBIT_VERSION \
    (AMBIT_VERSION_MAJOR * 10000 + AMBIT_VERSION_MINOR * 100 + AMBIT_VERSION_PATCH)

// Everything lives in an inline namespace, so that two versions linked into one program do not
// share symbols. -Wshadow also reports a parameter in a template that has the name of a global of
// the user's; that is no concern of the user's. clang calls the text in static_assert an extension.
// g++ cannot see that what is kept raw is read only after it was written, nor that a pointer into a
// frame that has ended is not followed.
// clang-format off
#if defined(__clang__)
#    define AMBIT_QUIET                                                                            \
        _Pragma("clang diagnostic push")                                                           \
        _Pragma("clang diagnostic ignored \"-Wunknown-warning-option\"")                           \
        _Pragma("clang diagnostic ignored \"-Wc++26-extensions\"")                                 \
        _Pragma("clang diagnostic ignored \"-Wshadow\"")
#    define AMBIT_LOUD _Pragma("clang diagnostic pop")
#elif defined(__GNUC__) && __GNUC__ >= 12
#    define AMBIT_QUIET                                                                            \
        _Pragma("GCC diagnostic push")                                                             \
        _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"")                                \
        _Pragma("GCC diagnostic ignored \"-Wdangling-pointer\"")                                   \
        _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#    define AMBIT_LOUD _Pragma("GCC diagnostic pop")
#else
#    define AMBIT_QUIET
#    define AMBIT_LOUD
#endif
#define AMBIT_BEGIN AMBIT_QUIET namespace ambit { inline namespace v0 {
#define AMBIT_END } } AMBIT_LOUD
// clang-format on

// Without exceptions nothing is thrown, so that handlers are never entered.
#if defined(__cpp_exceptions)
#    define AMBIT_HAS_EXCEPTIONS 1
#    define AMBIT_TRY try
#    define AMBIT_CATCH catch (...)
#    define AMBIT_THROW(exception) throw exception
#    define AMBIT_RETHROW throw
#else
#    define AMBIT_HAS_EXCEPTIONS 0
#    define AMBIT_TRY if (true)
#    define AMBIT_CATCH else
#    define AMBIT_THROW(exception) ::std::terminate()
#    define AMBIT_RETHROW ::std::terminate()
#endif

// Without optimisation forced inlining would only cost time to compile.
#if defined(__GNUC__) && defined(__OPTIMIZE__)
#    define AMBIT_ALWAYS_INLINE __attribute__((always_inline))
#else
#    define AMBIT_ALWAYS_INLINE
#endif
#if defined(__GNUC__)
#    define AMBIT_COLD __attribute__((noinline, cold))
#else
#    define AMBIT_COLD
#endif

#endif
