// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_ASYNC_NESTED_HPP
#define AMBIT_BENCHMARKS_ASYNC_NESTED_HPP

#include "../shapes/resources.hpp"
#include "shapes.hpp"

#include <exception>
#include <type_traits>
#include <utility>

/// Opens a resource, goes on inside, and closes it, whatever happened there.
/// @param inside returns a number, or the coroutine that opens more.
template <class Kind, class Inside>
typename Kind::task with(typename Kind::resource r, Inside inside) {
    int const handle = co_await r.open();
    int result = 0;
    std::exception_ptr failure;
    try {
        if constexpr (std::is_same_v<decltype(inside(handle)), int>) {
            result = inside(handle);
        } else {
            auto rest = inside(handle);
            result = co_await std::move(rest);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    co_await r.close(handle, failure != nullptr);
    if (failure != nullptr) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_1() {
    using r = typename Kind::resource;
    return with<Kind>(r(0), [](int a) { return work(a); });
}

template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_4() {
    using r = typename Kind::resource;
    return with<Kind>(r(0), [](int a) {
        return with<Kind>(r(1), [=](int b) {
            return with<Kind>(r(2), [=](int c) {
                return with<Kind>(r(3), [=](int d) { return work(a, b, c, d); });
            });
        });
    });
}

template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_8() {
    using r = typename Kind::resource;
    return with<Kind>(r(0), [](int a) {
        return with<Kind>(r(1), [=](int b) {
            return with<Kind>(r(2), [=](int c) {
                return with<Kind>(r(3), [=](int d) {
                    return with<Kind>(r(4), [=](int e) {
                        return with<Kind>(r(5), [=](int f) {
                            return with<Kind>(r(6), [=](int g) {
                                return with<Kind>(r(7), [=](int h) {
                                    return work(a, b, c, d, e, f, g, h);
                                });
                            });
                        });
                    });
                });
            });
        });
    });
}

#endif
