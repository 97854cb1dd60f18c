// SPDX-License-Identifier: BSL-1.0
// A mutex of which all calls can be seen.
#ifndef AMBIT_BENCHMARKS_SHAPES_MUTEX_HPP
#define AMBIT_BENCHMARKS_SHAPES_MUTEX_HPP

#include "resources.hpp"

class mutex {
public:
    explicit mutex(int id) noexcept : id_(id) {}
    mutex(mutex const&) = delete;
    mutex& operator=(mutex const&) = delete;

    void lock() { ::lock(id_); }
    void unlock() noexcept { ::unlock(id_); }

private:
    int id_;
};

#endif
