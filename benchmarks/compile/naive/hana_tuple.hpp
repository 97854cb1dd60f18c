// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_COMPILE_NAIVE_HANA_TUPLE_HPP
#define AMBIT_BENCHMARKS_COMPILE_NAIVE_HANA_TUPLE_HPP

// The same as in std_tuple.hpp, of what Boost.Hana has: a list of managers that `|` concatenates.

#include <boost/hana/at.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <utility>

namespace hana_tuple {

template <class Managers>
struct pipeline {
    Managers managers;
};

template <class Manager>
auto scope(Manager manager) {
    using one = boost::hana::tuple<Manager>;
    return pipeline<one>{one(std::move(manager))};
}

template <class Outer, class Inner>
auto operator|(pipeline<Outer> outer, pipeline<Inner> inner) {
    auto all = boost::hana::concat(std::move(outer.managers), std::move(inner.managers));
    return pipeline<decltype(all)>{std::move(all)};
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

template <std::size_t I, class Managers, class Body, class... Resources>
decltype(auto) run_from(Managers& managers, Body& body, Resources&... resources) {
    if constexpr (I == decltype(boost::hana::length(managers))::value) {
        return body(resources...);
    } else {
        guard entered(boost::hana::at_c<I>(managers));
        return run_from<I + 1>(managers, body, resources..., entered.resource);
    }
}

template <class Managers, class Body>
decltype(auto) run(pipeline<Managers> p, Body body) {
    return run_from<0>(p.managers, body);
}

}  // namespace hana_tuple

#endif
