// SPDX-License-Identifier: BSL-1.0
// Guards around a body that never throws.
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

constexpr auto body = [](auto&... handles) noexcept { return attempt(handles...).value; };

}  // namespace

extern "C" {

int ambit_noexcept_body_1() { return run(scope(held{1}) >> body); }

int ambit_noexcept_body_2() { return run(scope(held{1}) | scope(held{2}) >> body); }

int ambit_noexcept_body_4() {
    return run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) >> body);
}

int ambit_noexcept_body_8() {
    return run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) | scope(held{5}) |
               scope(held{6}) | scope(held{7}) | scope(held{8}) >> body);
}

int ambit_noexcept_body_16() {
    return run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) | scope(held{5}) |
               scope(held{6}) | scope(held{7}) | scope(held{8}) | scope(held{9}) | scope(held{10}) |
               scope(held{11}) | scope(held{12}) | scope(held{13}) | scope(held{14}) |
               scope(held{15}) | scope(held{16}) >> body);
}

}  // extern "C"
