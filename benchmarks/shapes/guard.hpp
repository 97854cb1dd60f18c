// SPDX-License-Identifier: BSL-1.0
// The class that everybody writes by hand: a resource released by its destructor.
#ifndef AMBIT_BENCHMARKS_SHAPES_GUARD_HPP
#define AMBIT_BENCHMARKS_SHAPES_GUARD_HPP

#include "resources.hpp"

class guard {
public:
    explicit guard(int acquired) noexcept : handle(acquired) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    ~guard() { release(handle); }

    int const handle;
};

#endif
