// SPDX-License-Identifier: BSL-1.0
// Guards around a body that returns nothing, and may throw.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct held {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle) noexcept { release(handle); }
};

constexpr auto body = [](auto&... handles) { work(handles...); };

}  // namespace

extern "C" {

void ambit_void_body_1() { run(scope(held{1}) >> body); }

void ambit_void_body_2() { run(scope(held{1}) | scope(held{2}) >> body); }

void ambit_void_body_4() {
    run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) >> body);
}

void ambit_void_body_8() {
    run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) | scope(held{5}) |
        scope(held{6}) | scope(held{7}) | scope(held{8}) >> body);
}

void ambit_void_body_16() {
    run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) | scope(held{5}) |
        scope(held{6}) | scope(held{7}) | scope(held{8}) | scope(held{9}) | scope(held{10}) |
        scope(held{11}) | scope(held{12}) | scope(held{13}) | scope(held{14}) | scope(held{15}) |
        scope(held{16}) >> body);
}

}  // extern "C"
