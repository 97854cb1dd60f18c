// SPDX-License-Identifier: BSL-1.0
// Exits that ask whether the run failed, around a body that returns nothing, and may throw.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct settled {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle, ambit::outcome const& how) noexcept { settle(handle, how.failed()); }
};

constexpr auto body = [](auto&... handles) { work(handles...); };

}  // namespace

extern "C" {

void ambit_failed_void_1() { run(scope(settled{1}) >> body); }

void ambit_failed_void_2() { run(scope(settled{1}) | scope(settled{2}) >> body); }

void ambit_failed_void_4() {
    run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) >> body);
}

void ambit_failed_void_8() {
    run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
        scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) >> body);
}

void ambit_failed_void_16() {
    run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
        scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) |
        scope(settled{9}) | scope(settled{10}) | scope(settled{11}) | scope(settled{12}) |
        scope(settled{13}) | scope(settled{14}) | scope(settled{15}) | scope(settled{16}) >> body);
}

}  // extern "C"
