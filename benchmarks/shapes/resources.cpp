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
}  // namespace

int acquire(int id) {
    ++held;
    return id;
}

void release(int) noexcept { --held; }

void settle(int, bool) noexcept { --held; }

void settle(int, std::exception_ptr const&) noexcept { --held; }

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

void set_failing(bool value) noexcept { failing = value; }

int resources_held() noexcept { return held; }
