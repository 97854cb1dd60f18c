// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_COMPILE_NAIVE_STD_TUPLE_HPP
#define AMBIT_BENCHMARKS_COMPILE_NAIVE_STD_TUPLE_HPP

// Pipelines as one would first write them, of what the standard library has: a tuple of managers
// that `|` concatenates, and a guard a level of recursion. Nothing is checked, no exit is told how
// the run ended.

#include <cstddef>
#include <tuple>
#include <utility>

namespace std_tuple {

template <class... Managers>
struct pipeline {
    std::tuple<Managers...> managers;
};

template <class Manager>
pipeline<Manager> scope(Manager manager) {
    return {std::tuple<Manager>(std::move(manager))};
}

template <class... Outer, class... Inner>
pipeline<Outer..., Inner...> operator|(pipeline<Outer...> outer, pipeline<Inner...> inner) {
    return {std::tuple_cat(std::move(outer.managers), std::move(inner.managers))};
}

template <class Manager>
struct guard {
    Manager& manager;
    decltype(manager.enter()) resource = manager.enter();

    explicit guard(Manager& m) : manager(m) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    ~guard() { manager.exit(resource); }
};

template <std::size_t I, class... Managers, class Body, class... Resources>
decltype(auto) run_from(pipeline<Managers...>& p, Body& body, Resources&... resources) {
    if constexpr (I == sizeof...(Managers)) {
        return body(resources...);
    } else {
        guard entered(std::get<I>(p.managers));
        return run_from<I + 1>(p, body, resources..., entered.resource);
    }
}

template <class... Managers, class Body>
decltype(auto) run(pipeline<Managers...> p, Body body) {
    return run_from<0>(p, body);
}

}  // namespace std_tuple

#endif
