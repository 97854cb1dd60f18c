// SPDX-License-Identifier: BSL-1.0
// What every shape acquires, uses and releases. No compiler sees the bodies (resources.cpp), so
// none of these calls can be merged, moved or left out.
#ifndef AMBIT_BENCHMARKS_SHAPES_RESOURCES_HPP
#define AMBIT_BENCHMARKS_SHAPES_RESOURCES_HPP

#include <exception>

int acquire(int id);
void release(int handle) noexcept;

// Releases that want to know how it went: whether it failed, or the failure itself.
void settle(int handle, bool failed) noexcept;
void settle(int handle, std::exception_ptr const& failure) noexcept;
// A release that may fail: it throws a `failure` while `set_failing(true)` holds.
void finish(int handle, bool failed);

// A resource that gives the body nothing.
void lock(int id);
void unlock(int id) noexcept;

// What a body does: uses its handles. It throws a `failure` while `set_failing(true)` holds.
int work(int);
int work(int, int);
int work(int, int, int, int);
int work(int, int, int, int, int, int, int, int);
int work(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int);
void work_quietly(int handles) noexcept;

// What a body does that might throw, but always returns.
int use(int);
int use(int, int);
int use(int, int, int, int);
int use(int, int, int, int, int, int, int, int);
int use(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int);

struct failure : std::exception {};

// What fails by value: who writes `if` for each failure has no handlers either, so none of it
// throws. The body's result is an error while `set_failing(true)` holds.
struct result {
    int value;
    int code;  // 0 for a value
    [[nodiscard]] bool has_value() const noexcept { return code == 0; }
    [[nodiscard]] int const& error() const noexcept { return code; }
};
int acquire_quietly(int id) noexcept;
result attempt(int) noexcept;
result attempt(int, int) noexcept;
result attempt(int, int, int, int) noexcept;
result attempt(int, int, int, int, int, int, int, int) noexcept;
result attempt(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
               int) noexcept;

void set_failing(bool failing) noexcept;

// Resources held now: 0 between two calls of a shape.
int resources_held() noexcept;

#endif
