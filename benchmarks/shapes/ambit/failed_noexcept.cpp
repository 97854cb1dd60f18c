// SPDX-License-Identifier: BSL-1.0
// Exits that ask whether the run failed, around a body that never throws.
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

constexpr auto body = [](auto&... handles) noexcept { return attempt(handles...).value; };

}  // namespace

extern "C" {

int ambit_failed_noexcept_1() { return run(scope(settled{1}) >> body); }

int ambit_failed_noexcept_2() { return run(scope(settled{1}) | scope(settled{2}) >> body); }

int ambit_failed_noexcept_4() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) |
               scope(settled{4}) >> body);
}

int ambit_failed_noexcept_8() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) |
               scope(settled{8}) >> body);
}

int ambit_failed_noexcept_16() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) |
               scope(settled{9}) | scope(settled{10}) | scope(settled{11}) | scope(settled{12}) |
               scope(settled{13}) | scope(settled{14}) | scope(settled{15}) |
               scope(settled{16}) >> body);
}

}  // extern "C"
