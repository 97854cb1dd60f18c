// SPDX-License-Identifier: BSL-1.0
// Guards from factories, each acquired from the one outside it, and a quiet body.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct held {
    int from;

    int enter() { return acquire(from); }
    void exit(int& handle) noexcept { release(handle); }
};

template <class... Handles>
int& innermost(Handles&... handles) noexcept {
    int* last = nullptr;
    ((last = &handles), ...);
    return *last;
}

constexpr auto next = [](auto&... outer) { return held{innermost(outer...)}; };
constexpr auto body = [](auto&... handles) noexcept { work_quietly(innermost(handles...)); };

}  // namespace

extern "C" {

void ambit_chain_1() { run(scope(held{1}) >> body); }

void ambit_chain_2() { run(scope(held{1}) | scope(next) >> body); }

void ambit_chain_4() { run(scope(held{1}) | scope(next) | scope(next) | scope(next) >> body); }

void ambit_chain_8() {
    run(scope(held{1}) | scope(next) | scope(next) | scope(next) | scope(next) | scope(next) |
        scope(next) | scope(next) >> body);
}

void ambit_chain_16() {
    run(scope(held{1}) | scope(next) | scope(next) | scope(next) | scope(next) | scope(next) |
        scope(next) | scope(next) | scope(next) | scope(next) | scope(next) | scope(next) |
        scope(next) | scope(next) | scope(next) | scope(next) >> body);
}

}  // extern "C"
