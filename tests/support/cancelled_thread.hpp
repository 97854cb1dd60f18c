// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_CANCELLED_THREAD_HPP
#define AMBIT_TESTS_SUPPORT_CANCELLED_THREAD_HPP

#include <support/catch.hpp>

#include <pthread.h>

#if defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define AMBIT_TESTS_UNDER_ASAN
#    endif
#elif defined(__SANITIZE_ADDRESS__)
#    define AMBIT_TESTS_UNDER_ASAN
#endif
#if defined(AMBIT_TESTS_UNDER_ASAN)
#    include <sanitizer/asan_interface.h>
#endif

namespace test {

/// AddressSanitizer clears its marks of the frames that are left when it sees a `throw`; it does
/// not see forced unwinding, and takes them for those of the next frames at that place.
inline void clear_marks_of_frames() {
#if defined(AMBIT_TESTS_UNDER_ASAN)
    __asan_handle_no_return();
#endif
}

/// The thread is cancelled here.
inline void cancel_here() {
    clear_marks_of_frames();
    ::pthread_cancel(::pthread_self());
    ::pthread_testcancel();
}

/// Runs f on a thread of its own. Says whether that ended as a cancelled one does.
template <class F>
bool is_cancelled(F f) {
    auto const start = [](void* p) -> void* {
        (*static_cast<F*>(p))();
        return nullptr;
    };
    pthread_t thread;
    REQUIRE(::pthread_create(&thread, nullptr, start, &f) == 0);
    void* result = nullptr;
    REQUIRE(::pthread_join(thread, &result) == 0);
    return result == PTHREAD_CANCELED;
}

}  // namespace test

#endif
