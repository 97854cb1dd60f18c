// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_ASYNC_SINGLE_HPP
#define AMBIT_BENCHMARKS_ASYNC_SINGLE_HPP

#include "../shapes/resources.hpp"
#include "shapes.hpp"

#include <exception>

// The two steps that a resource takes.
#define OPEN(i)                  \
    h##i = co_await r##i.open(); \
    opened = (i) + 1
#define CLOSE(i)                           \
    if (opened > (i)) {                    \
        co_await r##i.close(h##i, failed); \
    }                                      \
    static_cast<void>(0)

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_1() {
    typename Kind::resource const r0(0);
    int h0 = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        OPEN(0);
        result = work(h0);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    CLOSE(0);
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_2() {
    typename Kind::resource const r0(0), r1(1);
    int h0 = 0, h1 = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        OPEN(0);
        OPEN(1);
        result = work(h0, h1);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    CLOSE(1);
    CLOSE(0);
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_4() {
    typename Kind::resource const r0(0), r1(1), r2(2), r3(3);
    int h0 = 0, h1 = 0, h2 = 0, h3 = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        OPEN(0);
        OPEN(1);
        OPEN(2);
        OPEN(3);
        result = work(h0, h1, h2, h3);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    CLOSE(3);
    CLOSE(2);
    CLOSE(1);
    CLOSE(0);
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_8() {
    typename Kind::resource const r0(0), r1(1), r2(2), r3(3), r4(4), r5(5), r6(6), r7(7);
    int h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        OPEN(0);
        OPEN(1);
        OPEN(2);
        OPEN(3);
        OPEN(4);
        OPEN(5);
        OPEN(6);
        OPEN(7);
        result = work(h0, h1, h2, h3, h4, h5, h6, h7);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    CLOSE(7);
    CLOSE(6);
    CLOSE(5);
    CLOSE(4);
    CLOSE(3);
    CLOSE(2);
    CLOSE(1);
    CLOSE(0);
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_16() {
    typename Kind::resource const r0(0), r1(1), r2(2), r3(3), r4(4), r5(5), r6(6), r7(7), r8(8),
        r9(9), r10(10), r11(11), r12(12), r13(13), r14(14), r15(15);
    int h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0, h8 = 0, h9 = 0, h10 = 0,
        h11 = 0, h12 = 0, h13 = 0, h14 = 0, h15 = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        OPEN(0);
        OPEN(1);
        OPEN(2);
        OPEN(3);
        OPEN(4);
        OPEN(5);
        OPEN(6);
        OPEN(7);
        OPEN(8);
        OPEN(9);
        OPEN(10);
        OPEN(11);
        OPEN(12);
        OPEN(13);
        OPEN(14);
        OPEN(15);
        result = work(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, h13, h14, h15);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    CLOSE(15);
    CLOSE(14);
    CLOSE(13);
    CLOSE(12);
    CLOSE(11);
    CLOSE(10);
    CLOSE(9);
    CLOSE(8);
    CLOSE(7);
    CLOSE(6);
    CLOSE(5);
    CLOSE(4);
    CLOSE(3);
    CLOSE(2);
    CLOSE(1);
    CLOSE(0);
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

#undef OPEN
#undef CLOSE

#endif
