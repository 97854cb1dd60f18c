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
    static typename Kind::task of_2();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
    static typename Kind::task of_16();
};
template <class Kind>
struct nested_coroutines {
    static typename Kind::task of_1();
    static typename Kind::task of_2();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
    static typename Kind::task of_16();
};
/// The same, where no compiler sees from one coroutine into the next, as across source files: clang
/// puts what it sees into one frame.
template <class Kind>
struct nested_out_of_line {
    static typename Kind::task of_1();
    static typename Kind::task of_2();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
    static typename Kind::task of_16();
};
template <class Kind>
struct single_coroutine {
    static typename Kind::task of_1();
    static typename Kind::task of_2();
    static typename Kind::task of_4();
    static typename Kind::task of_8();
    static typename Kind::task of_16();
};

template <class Kind>
struct async_shape {
    char const* name;  // who wrote it
    int stages;
    typename Kind::task (*run)();
};
/// Those of one author, of all numbers of stages.
template <class Kind>
struct async_shapes {
    async_shape<Kind> all[5];

    template <class Author>
    [[nodiscard]] static constexpr async_shapes of(char const* name) noexcept {
        return {{{name, 1, Author::of_1},
                 {name, 2, Author::of_2},
                 {name, 4, Author::of_4},
                 {name, 8, Author::of_8},
                 {name, 16, Author::of_16}}};
    }
};
template <class Kind>
inline constexpr async_shapes<Kind> shapes_of_ambit =
    async_shapes<Kind>::template of<pipelines<Kind>>("ambit");
template <class Kind>
inline constexpr async_shapes<Kind> shapes_by_hand[] = {
    async_shapes<Kind>::template of<nested_coroutines<Kind>>("nested"),
    async_shapes<Kind>::template of<single_coroutine<Kind>>("single"),
};
template <class Kind>
inline constexpr async_shapes<Kind> shapes_out_of_line =
    async_shapes<Kind>::template of<nested_out_of_line<Kind>>("nested, out of line");

/// Calls f with each.
template <class Kind, class F>
void for_each_shape(F const& f) {
    for (auto const& each : shapes_of_ambit<Kind>.all) {
        f(each);
    }
    for (auto const& each : shapes_out_of_line<Kind>.all) {
        f(each);
    }
    for (auto const& author : shapes_by_hand<Kind>) {
        for (auto const& each : author.all) {
            f(each);
        }
    }
}

#endif
