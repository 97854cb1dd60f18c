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

/// One inside the other: those that are open already, and as many as are missing.
template <class Kind, int Stages, class... Handle>
typename Kind::task nest(Handle... outer) {
    return with<Kind>(typename Kind::resource(sizeof...(outer)), [=](int handle) {
        if constexpr (sizeof...(outer) + 1 == Stages) {
            return work(outer..., handle);
        } else {
            return nest<Kind, Stages>(outer..., handle);
        }
    });
}
template <class Kind, int Stages, class... Handle>
[[gnu::noinline]] typename Kind::task nest_out_of_line(Handle... outer) {
    return with<Kind>(typename Kind::resource(sizeof...(outer)), [=](int handle) {
        if constexpr (sizeof...(outer) + 1 == Stages) {
            return work(outer..., handle);
        } else {
            return nest_out_of_line<Kind, Stages>(outer..., handle);
        }
    });
}

template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_1() {
    return nest<Kind, 1>();
}
template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_2() {
    return nest<Kind, 2>();
}
template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_4() {
    return nest<Kind, 4>();
}
template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_8() {
    return nest<Kind, 8>();
}
template <class Kind>
typename Kind::task nested_coroutines<Kind>::of_16() {
    return nest<Kind, 16>();
}

template <class Kind>
typename Kind::task nested_out_of_line<Kind>::of_1() {
    return nest_out_of_line<Kind, 1>();
}
template <class Kind>
typename Kind::task nested_out_of_line<Kind>::of_2() {
    return nest_out_of_line<Kind, 2>();
}
template <class Kind>
typename Kind::task nested_out_of_line<Kind>::of_4() {
    return nest_out_of_line<Kind, 4>();
}
template <class Kind>
typename Kind::task nested_out_of_line<Kind>::of_8() {
    return nest_out_of_line<Kind, 8>();
}
template <class Kind>
typename Kind::task nested_out_of_line<Kind>::of_16() {
    return nest_out_of_line<Kind, 16>();
}

#endif
