// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_ASYNC_SINGLE_HPP
#define AMBIT_BENCHMARKS_ASYNC_SINGLE_HPP

#include "../shapes/resources.hpp"
#include "shapes.hpp"

#include <exception>

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_1() {
    typename Kind::resource const r0(0);
    int a = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        a = co_await r0.open();
        opened = 1;
        result = work(a);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    if (opened > 0) {
        co_await r0.close(a, failed);
    }
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_4() {
    typename Kind::resource const r0(0), r1(1), r2(2), r3(3);
    int a = 0, b = 0, c = 0, d = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        a = co_await r0.open();
        opened = 1;
        b = co_await r1.open();
        opened = 2;
        c = co_await r2.open();
        opened = 3;
        d = co_await r3.open();
        opened = 4;
        result = work(a, b, c, d);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    if (opened > 3) {
        co_await r3.close(d, failed);
    }
    if (opened > 2) {
        co_await r2.close(c, failed);
    }
    if (opened > 1) {
        co_await r1.close(b, failed);
    }
    if (opened > 0) {
        co_await r0.close(a, failed);
    }
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task single_coroutine<Kind>::of_8() {
    typename Kind::resource const r0(0), r1(1), r2(2), r3(3), r4(4), r5(5), r6(6), r7(7);
    int a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
    int opened = 0;
    int result = 0;
    std::exception_ptr failure;
    try {
        a = co_await r0.open();
        opened = 1;
        b = co_await r1.open();
        opened = 2;
        c = co_await r2.open();
        opened = 3;
        d = co_await r3.open();
        opened = 4;
        e = co_await r4.open();
        opened = 5;
        f = co_await r5.open();
        opened = 6;
        g = co_await r6.open();
        opened = 7;
        h = co_await r7.open();
        opened = 8;
        result = work(a, b, c, d, e, f, g, h);
    } catch (...) {
        failure = std::current_exception();
    }
    bool const failed = failure != nullptr;
    if (opened > 7) {
        co_await r7.close(h, failed);
    }
    if (opened > 6) {
        co_await r6.close(g, failed);
    }
    if (opened > 5) {
        co_await r5.close(f, failed);
    }
    if (opened > 4) {
        co_await r4.close(e, failed);
    }
    if (opened > 3) {
        co_await r3.close(d, failed);
    }
    if (opened > 2) {
        co_await r2.close(c, failed);
    }
    if (opened > 1) {
        co_await r1.close(b, failed);
    }
    if (opened > 0) {
        co_await r0.close(a, failed);
    }
    if (failed) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

#endif
