// SPDX-License-Identifier: BSL-1.0
#include "resources.hpp"

namespace {
int held = 0;
bool failing = false;

int fail_or_succeed() {
    if (failing) {
        throw failure{};
    }
    return held;
}
result fail_or_succeed_by_value() noexcept { return failing ? result{0, 1} : result{held, 0}; }
}  // namespace

int acquire(int id) {
    ++held;
    return id;
}

void release(int) noexcept { --held; }

void settle(int, bool) noexcept { --held; }

void settle(int, std::exception_ptr const&) noexcept { --held; }

void finish(int, bool) {
    --held;
    if (failing) {
        throw failure{};
    }
}

void lock(int) { ++held; }

void unlock(int) noexcept { --held; }

int work(int) { return fail_or_succeed(); }
int work(int, int) { return fail_or_succeed(); }
int work(int, int, int, int) { return fail_or_succeed(); }
int work(int, int, int, int, int, int, int, int) { return fail_or_succeed(); }
int work(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int) {
    return fail_or_succeed();
}

void work_quietly(int) noexcept {}

int use(int) { return held; }
int use(int, int) { return held; }
int use(int, int, int, int) { return held; }
int use(int, int, int, int, int, int, int, int) { return held; }
int use(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int) {
    return held;
}

int acquire_quietly(int id) noexcept {
    ++held;
    return id;
}

result attempt(int) noexcept { return fail_or_succeed_by_value(); }
result attempt(int, int) noexcept { return fail_or_succeed_by_value(); }
result attempt(int, int, int, int) noexcept { return fail_or_succeed_by_value(); }
result attempt(int, int, int, int, int, int, int, int) noexcept {
    return fail_or_succeed_by_value();
}
result attempt(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
               int) noexcept {
    return fail_or_succeed_by_value();
}

void set_failing(bool value) noexcept { failing = value; }

int resources_held() noexcept { return held; }
