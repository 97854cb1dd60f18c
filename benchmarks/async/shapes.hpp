// SPDX-License-Identifier: BSL-1.0
// The runs that are compared: pipelines, one coroutine for each resource, all in one coroutine. Who
// starts them does not see their bodies: those are in headers of their own, which tasks.cpp and
// asio_coroutines.cpp instantiate.
#ifndef AMBIT_BENCHMARKS_ASYNC_SHAPES_HPP
#define AMBIT_BENCHMARKS_ASYNC_SHAPES_HPP

/// @tparam Kind has a coroutine type, `task`, and what it opens and closes, `resource`.
template <class Kind>
struct pipelines {
    static typename Kind::task of_1();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
};
template <class Kind>
struct nested_coroutines {
    static typename Kind::task of_1();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
};
template <class Kind>
struct single_coroutine {
    static typename Kind::task of_1();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
};

template <class Kind>
struct async_shape {
    char const* name;  // who wrote it
    int stages;
    typename Kind::task (*run)();
};
template <class Kind>
inline constexpr async_shape<Kind> async_shapes[] = {
    {"ambit", 1, pipelines<Kind>::of_1},          {"ambit", 4, pipelines<Kind>::of_4},
    {"ambit", 8, pipelines<Kind>::of_8},          {"nested", 1, nested_coroutines<Kind>::of_1},
    {"nested", 4, nested_coroutines<Kind>::of_4}, {"nested", 8, nested_coroutines<Kind>::of_8},
    {"single", 1, single_coroutine<Kind>::of_1},  {"single", 4, single_coroutine<Kind>::of_4},
    {"single", 8, single_coroutine<Kind>::of_8},
};

#endif
